package report

import (
	"bytes"
	"encoding/json"
	"iter"
)

// member returns the JSON of a property of an event's line, nil if it has none.
// Reading one property so takes a fraction of the time of decoding them all. Of
// a name that occurs twice the last one counts, as it does to JavaScript.
func member(line []byte, name string) []byte {
	var found []byte
	for key, value := range members(line) {
		if isName(key, name) {
			found = value
		}
	}
	return found
}

// members yields the name and value of each property of an event's line, both as
// JSON. It ends at the first byte that cannot be JSON.
func members(line []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for key, value := range pairs(propertiesOf(line)) {
			if !yield(key, value) {
				return
			}
		}
	}
}

// propertiesOf returns the object of an event's properties and what follows it;
// to look for its end would be to read it twice.
func propertiesOf(line []byte) []byte {
	rest, ok := after(line, '{')
	for ok {
		key := value(rest)
		if rest, ok = after(rest[len(key):], ':'); ok && isName(trim(key), "properties") {
			return rest
		}
		rest, ok = after(rest[len(value(rest)):], ',')
	}
	return []byte("{}")
}

// pairs yields the names and values of a JSON object.
func pairs(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		rest, ok := after(object, '{')
		for ok {
			key := value(rest)
			if rest, ok = after(rest[len(key):], ':'); !ok || len(key) == 0 {
				return
			}
			rest = rest[blanks(rest):]
			value := value(rest)
			if !yield(trim(key), value) {
				return
			}
			rest, ok = after(rest[len(value):], ',')
		}
	}
}

// after returns what follows blanks and the character.
func after(text []byte, c byte) ([]byte, bool) {
	at := blanks(text)
	if at == len(text) || text[at] != c {
		return nil, false
	}
	return text[at+1:], true
}

// blanks returns how many bytes of white space the text begins with.
func blanks(text []byte) int {
	for i, c := range text {
		if !isBlank(c) {
			return i
		}
	}
	return len(text)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// trim drops white space at both ends.
func trim(text []byte) []byte {
	text = text[blanks(text):]
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

// value returns the JSON value that the text begins with, and blanks around it.
func value(text []byte) []byte {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += quoted(text[i:]) - 1
		case '{', '[':
			depth++
		case ',', ':':
			if depth == 0 {
				return text[:i]
			}
		case '}', ']':
			if depth == 0 {
				return text[:i]
			}
			depth--
		}
	}
	return text
}

// quoted returns the length of the JSON string that the text begins with.
func quoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// decode reads a JSON value. The common ones, short texts and numbers, need no
// decoder.
func decode(raw []byte) any {
	if last := len(raw) - 1; raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1:last])
	}
	if raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9' {
		return json.Number(raw)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic("an event has a property that is not JSON: " + err.Error())
	}
	return value
}

// isName tells whether the JSON string is the name.
func isName(key []byte, name string) bool {
	if len(key) == len(name)+2 && string(key[1:len(key)-1]) == name {
		return true
	}
	return bytes.IndexByte(key, '\\') >= 0 && nameOf(key) == name
}

// nameOf decodes a JSON string.
func nameOf(key []byte) string {
	if bytes.IndexByte(key, '\\') < 0 && len(key) >= 2 {
		return string(key[1 : len(key)-1])
	}
	var name string
	if err := json.Unmarshal(key, &name); err != nil {
		return ""
	}
	return name
}
