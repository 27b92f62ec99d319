package sdktest

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// properties lists the property columns of a table.
func (t *memoryTable) properties() (columns []storage.PropertyColumn) {
	for _, field := range t.columns {
		if column, ok := storage.PropertyOf(field); ok {
			columns = append(columns, column)
		}
	}
	return columns
}

// joinProperty takes a property column into the one that the table has under its name.
func joinProperty(have *arrow.Field, arriving storage.PropertyColumn) error {
	column, ok := storage.PropertyOf(*have)
	if !ok || column.Property != arriving.Property {
		return &mperr.InvalidArgument{Argument: "column " + arriving.Name, Value: arriving.Property, Reason: "the table has it for something else"}
	}
	column.Type = column.Type.Join(arriving.Type)
	*have = column.Field()
	return nil
}

// widenProperties makes text of the property columns that do not hold every value of their rows.
func (t *memoryTable) widenProperties() {
	for i, field := range t.columns {
		column, ok := storage.PropertyOf(field)
		if !ok || column.Type == storage.Varchar {
			continue
		}
		for _, row := range t.rows() {
			if _, brought := row.brought(column); !brought && !holds(column.Type, row.property(column.Property)) {
				column.Type = storage.Varchar
				t.columns[i] = column.Field()
				break
			}
		}
	}
}

// buildProperty puts the values of a property column together: as they came, or from the JSON where they did not.
func buildProperty(column storage.PropertyColumn, rows []memoryRow) (arrow.Array, error) {
	builder := array.NewBuilder(memory.DefaultAllocator, column.Type.Arrow())
	defer builder.Release()
	for _, row := range rows {
		text, ok := textOf(row.property(column.Property))
		if values, brought := row.brought(column); brought {
			text, ok = values.ValueStr(row.at), values.IsValid(row.at)
		}
		if !ok {
			builder.AppendNull()
			continue
		}
		if err := builder.AppendValueFromString(text); err != nil {
			return nil, err
		}
	}
	return builder.NewArray(), nil
}

// brought gives the values of a property column as the row's unit brought them, unless they are to be taken from the JSON.
func (r memoryRow) brought(column storage.PropertyColumn) (arrow.Array, bool) {
	var nth, lacking int16
	var values arrow.Array
	for i, field := range r.batch.Schema().Fields() {
		if storage.IsUnfilledField(field) {
			lacking = r.batch.Column(i).(*array.Int16).Value(r.at)
		}
		if found, ok := storage.PropertyOf(field); ok && values == nil {
			if nth++; found == column {
				values = r.batch.Column(i)
			}
		}
	}
	if lacking == storage.UnfilledSeveral || lacking == nth {
		return nil, false
	}
	return values, values != nil
}

// property is the JSON text of a property, nil where there is none. Of a key that is there twice the first counts.
func (r memoryRow) property(key string) json.RawMessage {
	decoder := json.NewDecoder(strings.NewReader(r.text(storage.ColumnProperties)))
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil
		}
		if name == key {
			return value
		}
	}
	return nil
}

// textOf is a value as text: a string without its quotes, else JSON without space; ok is false for null and no value.
func textOf(value json.RawMessage) (text string, ok bool) {
	var compact bytes.Buffer
	if len(value) == 0 || string(value) == "null" || json.Compact(&compact, value) != nil {
		return "", false
	}
	if value[0] == '"' && json.Unmarshal(value, &text) == nil {
		return text, true
	}
	return compact.String(), true
}

// holds says whether a column of the type holds a value.
func holds(kind storage.PropertyType, value json.RawMessage) bool {
	text, ok := textOf(value)
	if !ok || kind == storage.Varchar {
		return true
	}
	whole, noInteger := strconv.ParseInt(text, 10, 64)
	number, noNumber := strconv.ParseFloat(text, 64)
	switch {
	case value[0] == 't', value[0] == 'f':
		return kind == storage.Boolean
	case value[0] != '-' && value[0]-'0' > 9, kind == storage.Boolean:
		return false
	case kind == storage.BigInt:
		return noInteger == nil
	case strings.ContainsAny(text, ".eE"):
		return noNumber == nil && !math.IsInf(number, 0)
	}
	return noInteger == nil && max(whole, -whole) <= 1<<53
}
