package main

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// column is a column as the journal keeps it.
type column struct {
	Name string `json:"name"`
	// Type is Arrow's name of the type, such as utf8.
	Type     string `json:"type"`
	Nullable bool   `json:"nullable"`
}

// types are those that a JSON line gives back exactly.
var types = []arrow.DataType{
	arrow.BinaryTypes.String, arrow.FixedWidthTypes.Boolean,
	arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float64,
	arrow.FixedWidthTypes.Timestamp_us, arrow.FixedWidthTypes.Date32,
}

func columnsOf(schema *arrow.Schema) []column {
	columns := make([]column, 0, schema.NumFields())
	for _, field := range schema.Fields() {
		columns = append(columns, column{field.Name, field.Type.String(), field.Nullable})
	}
	return columns
}

// baseSchema has the columns of every unit of a kind.
func baseSchema(kind storage.Kind) *arrow.Schema {
	switch kind {
	case storage.Profiles:
		return storage.ProfilesSchema()
	case storage.Result:
		return storage.ResultSchema()
	default:
		return storage.EventsSchema()
	}
}

// schemaOf gives the columns their Arrow types.
func schemaOf(columns []column) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		at := slices.IndexFunc(types, func(t arrow.DataType) bool { return t.String() == column.Type })
		fields[i] = arrow.Field{Name: column.Name, Type: types[at], Nullable: column.Nullable}
	}
	return arrow.NewSchema(fields, nil)
}

// checkSchema wants types that can be stored and the columns of the kind's own schema.
func checkSchema(kind storage.Kind, schema *arrow.Schema) error {
	for _, field := range schema.Fields() {
		if !slices.ContainsFunc(types, func(t arrow.DataType) bool { return t.String() == field.Type.String() }) {
			return &mperr.InvalidArgument{
				Argument: "column " + field.Name, Value: field.Type.String(), Reason: "JSON lines do not hold this type",
			}
		}
	}
	for _, want := range baseSchema(kind).Fields() {
		got, ok := schema.FieldsByName(want.Name)
		if !ok || !arrow.TypeEqual(got[0].Type, want.Type) {
			return &mperr.InvalidArgument{
				Argument: "column " + want.Name, Reason: "a unit of " + string(kind) + " has it as " + want.Type.String(),
			}
		}
	}
	return nil
}

// mergeColumns appends the columns of a unit that the table does not have.
func mergeColumns(have, arriving []column) ([]column, error) {
	merged := slices.Clone(have)
	for _, arrived := range arriving {
		at := slices.IndexFunc(merged, func(c column) bool { return c.Name == arrived.Name })
		switch {
		case at < 0:
			arrived.Nullable = true // older rows do not have it
			merged = append(merged, arrived)
		case merged[at].Type != arrived.Type:
			return nil, &mperr.InvalidArgument{
				Argument: "column " + arrived.Name, Value: arrived.Type, Reason: "the table has it as " + merged[at].Type,
			}
		}
	}
	return merged, nil
}
