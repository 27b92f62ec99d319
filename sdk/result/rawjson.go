package result

import (
	"bytes"
	"encoding/json"
)

// objectOf is a JSON object without white space; bytes that are no UTF-8 are replaced.
func objectOf(field string, raw json.RawMessage) (json.RawMessage, error) {
	return compacted(field, raw, '{', "object")
}

// listOf is a JSON array without white space; bytes that are no UTF-8 are replaced.
func listOf(field string, raw json.RawMessage) (json.RawMessage, error) {
	return compacted(field, raw, '[', "array")
}

func compacted(field string, raw json.RawMessage, opens byte, kind string) (json.RawMessage, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var out bytes.Buffer
	if err := json.Compact(&out, bytes.ToValidUTF8(raw, []byte("\uFFFD"))); err != nil {
		return nil, refuse(field, "", "must be JSON: "+err.Error())
	}
	if out.Len() == 0 || out.Bytes()[0] != opens {
		return nil, refuse(field, "", "must be a JSON "+kind)
	}
	return out.Bytes(), nil
}

// objectOr is the object, or {} where there is none.
func objectOr(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("{}")
	}
	return raw
}

// listOr is the array, or [] where there is none.
func listOr(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("[]")
	}
	return raw
}

// listed is never nil, as JSON readers expect a list.
func listed[T any](values []T) []T { return append([]T{}, values...) }

// sorted is a JSON object or array whose objects have their keys in order, and numbers as they were.
func sorted(raw json.RawMessage) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return encode(value)
}
