package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// compact encodes a value on one line, keeping <, > and & as they are.
func compact(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// indented lays out encoded JSON with two spaces, below a prefix.
func indented(encoded []byte, prefix string) ([]byte, error) {
	var buffer bytes.Buffer
	if err := json.Indent(&buffer, encoded, prefix, "  "); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// objectFromJSON reads the top-level fields of an object in their order.
func objectFromJSON(encoded []byte) (Object, error) {
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return Object{}, fmt.Errorf("not a JSON object: %.40s", encoded)
	}
	var object Object
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return Object{}, err
		}
		var encoded json.RawMessage
		if err := decoder.Decode(&encoded); err != nil {
			return Object{}, err
		}
		value, err := scalar(encoded)
		if err != nil {
			return Object{}, err
		}
		object.Fields = append(object.Fields, Field{Name: fmt.Sprint(name), Value: value})
	}
	return object, nil
}

// scalar decodes a value; lists and objects stay as they are, as a map would forget the order of their fields.
func scalar(encoded json.RawMessage) (any, error) {
	if encoded[0] == '{' || encoded[0] == '[' {
		return encoded, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

type jsonPrinter struct{ w io.Writer }

func (p jsonPrinter) object(object Object) error {
	encoded, err := object.MarshalJSON()
	if err != nil {
		return err
	}
	return printValue(p.w, encoded)
}

// printValue prints one encoded value, laid out.
func printValue(w io.Writer, encoded []byte) error {
	laidOut, err := indented(encoded, "")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", laidOut)
	return err
}

// rows prints an array of objects; on an error in the middle the array is left open.
func (p jsonPrinter) rows(rows Rows) error {
	array := arrayPrinter{w: p.w}
	for encoded, err := range rows.encoded() {
		if err != nil {
			return err
		}
		if err := array.add(encoded); err != nil {
			return err
		}
	}
	return array.close()
}

type jsonlPrinter struct{ w io.Writer }

func (p jsonlPrinter) object(object Object) error {
	encoded, err := object.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = p.w.Write(append(encoded, '\n'))
	return err
}

func (p jsonlPrinter) rows(rows Rows) error {
	for encoded, err := range rows.encoded() {
		if err != nil {
			return err
		}
		if _, err := p.w.Write(append(encoded, '\n')); err != nil {
			return err
		}
	}
	return nil
}
