package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// A line is a JSON object with a key for each column that is not null. Properties stand in it byte for byte, as the JSON
// object they are; texts, times and days are strings, numbers and booleans themselves.

// appendLine writes row at of a batch.
func appendLine(line []byte, batch arrow.RecordBatch, at int) ([]byte, error) {
	line = append(line, '{')
	for i, field := range batch.Schema().Fields() {
		values := batch.Column(i)
		if values.IsNull(at) {
			continue
		}
		if line[len(line)-1] != '{' {
			line = append(line, ',')
		}
		name, err := json.Marshal(field.Name)
		if err != nil {
			return nil, err
		}
		value, err := encodeCell(field, values.ValueStr(at))
		if err != nil {
			return nil, err
		}
		line = append(append(append(line, name...), ':'), value...)
	}
	return append(line, '}', '\n'), nil
}

func encodeCell(field arrow.Field, text string) ([]byte, error) {
	raw := []byte(text)
	switch {
	case field.Name == storage.ColumnProperties && isPlainObject(raw):
		return raw, nil
	case isBare(field.Type) && json.Valid(raw): // not so NaN and the infinities
		return raw, nil
	default:
		return json.Marshal(text)
	}
}

// isBare says whether values of the type are written without quotes.
func isBare(kind arrow.DataType) bool {
	return slices.Contains([]arrow.Type{arrow.BOOL, arrow.INT32, arrow.INT64, arrow.FLOAT64}, kind.ID())
}

// isPlainObject says whether a text can stand in a line as it is. Anything else is stored as a string, which no object can
// be taken for. The brackets stand for the line's own, as package json has a limit of depth.
func isPlainObject(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("{")) && !bytes.ContainsAny(raw, "\n\r") &&
		json.Valid(slices.Concat([]byte("["), raw, []byte("]")))
}

// readLine appends a line's values to the builders of a schema.
func readLine(line []byte, schema *arrow.Schema, builders []array.Builder) error {
	var cells map[string]json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil {
		return err
	}
	for i, field := range schema.Fields() {
		raw, ok := cells[field.Name]
		if !ok {
			builders[i].AppendNull()
			continue
		}
		if err := decodeCell(builders[i], raw); err != nil {
			return fmt.Errorf("column %s: %w", field.Name, err)
		}
	}
	return nil
}

func decodeCell(builder array.Builder, raw json.RawMessage) error {
	text := string(raw)
	if text[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	// AppendValueFromString would take the text (null) for no value.
	if texts, ok := builder.(*array.StringBuilder); ok {
		texts.Append(text)
		return nil
	}
	return builder.AppendValueFromString(text)
}
