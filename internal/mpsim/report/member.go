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

// propertiesOf returns the object of an event's properties.
func propertiesOf(line []byte) []byte {
	for key, value := range pairs(line) {
		if isName(key, "properties") {
			return value
		}
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
			rest = bytes.TrimLeft(rest, blanks)
			value := value(rest)
			if !yield(bytes.Trim(key, blanks), value) {
				return
			}
			rest, ok = after(rest[len(value):], ',')
		}
	}
}

const blanks = " \t\r\n"

// after returns what follows the character and blanks.
func after(text []byte, c byte) ([]byte, bool) {
	text = bytes.TrimLeft(text, blanks)
	if len(text) == 0 || text[0] != c {
		return nil, false
	}
	return text[1:], true
}

// value returns the JSON value that the text begins with, and blanks before it.
func value(text []byte) []byte {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']'):
			return text[:i]
		case c == '}' || c == ']':
			depth--
		}
	}
	return text
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
