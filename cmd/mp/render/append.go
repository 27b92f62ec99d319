package render

import (
	"bytes"
	"encoding/json"
	"iter"
	"strconv"
)

// objectEncoder encodes rows as objects under the same names, on one line each and in the order of the names.
type objectEncoder struct {
	// keys are the names with their colons, and what stands before them.
	keys [][]byte
	line []byte
}

func newObjectEncoder(names []string) (*objectEncoder, error) {
	e := &objectEncoder{keys: make([][]byte, len(names))}
	for i, name := range names {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		key, err := appendJSON([]byte{before}, name)
		if err != nil {
			return nil, err
		}
		e.keys[i] = append(key, ':')
	}
	return e, nil
}

// encode gives one row, valid until the next call.
func (e *objectEncoder) encode(values []any) ([]byte, error) {
	e.line = e.line[:0]
	if len(e.keys) == 0 {
		e.line = append(e.line, '{')
	}
	var err error
	for i, key := range e.keys {
		e.line = append(e.line, key...)
		if e.line, err = appendJSON(e.line, values[i]); err != nil {
			return nil, err
		}
	}
	e.line = append(e.line, '}')
	return e.line, nil
}

// encoded encodes each row as an object, valid until the next, or gives the error that ends the rows.
func (r Rows) encoded() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		encoder, err := newObjectEncoder(r.Columns)
		if err != nil {
			yield(nil, err)
			return
		}
		for row, err := range r.All {
			var object []byte
			if err == nil {
				object, err = encoder.encode(row)
			}
			if !yield(object, err) || err != nil {
				return
			}
		}
	}
}

// appendJSON appends what [compact] gives, without encoding/json for the values that rows are mostly made of.
func appendJSON(to []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(to, "null"...), nil
	case bool:
		return strconv.AppendBool(to, v), nil
	case int64:
		return strconv.AppendInt(to, v, 10), nil
	case string:
		if isPlain(v) {
			return append(append(append(to, '"'), v...), '"'), nil
		}
	case json.RawMessage:
		if len(v) > 0 {
			buffer := bytes.NewBuffer(to)
			err := json.Compact(buffer, v)
			return buffer.Bytes(), err
		}
	}
	encoded, err := compact(value)
	return append(to, encoded...), err
}

// isPlain says that a text stands for itself between quotes: printable ASCII but for the quote and the backslash.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
