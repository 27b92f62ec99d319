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
