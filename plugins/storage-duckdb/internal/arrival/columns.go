package arrival

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Column is a column of a table of DuckDB.
type Column struct {
	Name string
	// Type is DuckDB's name of the type, as its catalog spells it.
	Type string
	// Required says that no row is without a value.
	Required bool
	// Holds says that it is a property column, and Property whose.
	Holds    bool
	Property string
	// Repeats says that a text column has few values, each of them many times.
	Repeats bool
	// Marks says that it is no column of a table but marks rows whose property columns are to be filled from the JSON.
	Marks bool
}

// JSON is DuckDB's name of the type of properties.
const JSON = "JSON"

// DuckDB's names of the other types that columns of every unit have.
const (
	typeText      = "VARCHAR"
	typeTimestamp = "TIMESTAMP"
	typeDate      = "DATE"
	typeBigint    = "BIGINT"
)

// Base are the columns that a table of this kind begins with, in order.
func Base(kind storage.Kind) []Column {
	switch kind {
	case storage.Profiles:
		return []Column{
			required(storage.ColumnDistinctID, typeText), {Name: storage.ColumnLastSeen, Type: typeTimestamp}, required(storage.ColumnProperties, JSON),
		}
	case storage.Result:
		return []Column{required(storage.ColumnResultRow, typeBigint)}
	case storage.Events:
	}
	return []Column{
		required(storage.ColumnEventName, typeText), required(storage.ColumnEventTime, typeTimestamp),
		required(storage.ColumnDistinctID, typeText), required(storage.ColumnInsertID, typeText),
		required(storage.ColumnProperties, JSON), required(storage.ColumnProjectDay, typeDate),
	}
}

func required(name, kind string) Column { return Column{Name: name, Type: kind, Required: true} }

// Columns tells how the columns of a unit's schema stand in a table of this kind, in the unit's order. The error is an
// [mperr.InvalidArgument]: a column that every unit has is missing or of another type, a name is empty or there twice
// (DuckDB does not tell upper from lower case), or a type has no place in a table.
func Columns(kind storage.Kind, schema *arrow.Schema) ([]Column, error) {
	base := Base(kind)
	var columns []Column
	for i, field := range schema.Fields() {
		column := Column{Name: field.Name}
		at := slices.IndexFunc(base, func(c Column) bool { return c.Name == field.Name })
		name, ok := typeName(field.Type)
		property, holds := storage.PropertyOf(field)
		switch {
		case marked(field) && !holds && !storage.IsUnfilledField(field):
			return nil, invalid(field.Name, "a property column is not of type "+field.Type.String())
		case holds && (kind != storage.Events || at >= 0):
			return nil, invalid(field.Name, "a property column has a name of its own, in a table of events")
		case at >= 0 && !fits(base[at].Type, field.Type):
			return nil, invalid(field.Name, "a unit of "+string(kind)+" has it as "+base[at].Type+", not as "+field.Type.String())
		case at >= 0:
			column = base[at]
		case !usable(field.Name) || holds && !usable(property.Property):
			return nil, invalid(field.Name, fmt.Sprintf("column %d has no usable name", i+1))
		case holds:
			column = PropertyColumn(property)
		case storage.IsUnfilledField(field):
			column.Type, column.Marks = name, true
		case !ok:
			return nil, invalid(field.Name, "the type "+field.Type.String()+" cannot be stored")
		default:
			column.Type = name
		}
		if slices.ContainsFunc(columns, func(c Column) bool { return strings.EqualFold(c.Name, column.Name) }) {
			return nil, invalid(field.Name, "the unit has this column twice; upper and lower case are the same to DuckDB")
		}
		columns = append(columns, column)
	}
	for _, column := range base {
		if !slices.ContainsFunc(columns, func(c Column) bool { return c.Name == column.Name }) {
			return nil, invalid(column.Name, "every unit of "+string(kind)+" has this column")
		}
	}
	return columns, nil
}

// usable says whether a name can be one of a column, or of its property.
func usable(name string) bool { return name != "" && !strings.ContainsRune(name, 0) }

// marked says whether a field claims to have to do with property columns.
func marked(field arrow.Field) bool {
	return field.HasMetadata() && (field.Metadata.FindKey(storage.FieldProperty) >= 0 || field.Metadata.FindKey(storage.FieldUnfilled) >= 0)
}

// Late is a column that the footer of a unit of events names. The error is an [mperr.InvalidArgument]: it has no usable
// name, or no type of a property column.
func Late(column storage.PropertyColumn) (Column, error) {
	if !usable(column.Name) || !usable(column.Property) || column.Type.Arrow() == nil {
		return Column{}, invalid(column.Name, "the footer names no property column: property "+column.Property+" as "+string(column.Type))
	}
	return PropertyColumn(column), nil
}

// PropertyColumn is a property column of the contract as one of DuckDB, where the types have the same names.
func PropertyColumn(column storage.PropertyColumn) Column {
	return Column{Name: column.Name, Type: string(column.Type), Holds: true, Property: column.Property}
}

func invalid(column, reason string) error {
	return &mperr.InvalidArgument{Argument: "column " + column, Reason: reason}
}

// fits says whether a column of a fixed type may come as this Arrow type.
func fits(name string, kind arrow.DataType) bool {
	switch name {
	case typeTimestamp:
		stamp, ok := kind.(*arrow.TimestampType)
		return ok && stamp.Unit == arrow.Microsecond
	case typeDate:
		return kind.ID() == arrow.DATE32
	case typeBigint:
		return kind.ID() == arrow.INT64
	}
	return kind.ID() == arrow.STRING || kind.ID() == arrow.LARGE_STRING
}

// plainTypes are the types of one value each.
var plainTypes = map[arrow.Type]string{
	arrow.BOOL: "BOOLEAN", arrow.INT8: "TINYINT", arrow.INT16: "SMALLINT", arrow.INT32: "INTEGER", arrow.INT64: "BIGINT",
	arrow.UINT8: "UTINYINT", arrow.UINT16: "USMALLINT", arrow.UINT32: "UINTEGER", arrow.UINT64: "UBIGINT",
	arrow.FLOAT32: "FLOAT", arrow.FLOAT64: "DOUBLE", arrow.STRING: typeText, arrow.LARGE_STRING: typeText,
	arrow.BINARY: "BLOB", arrow.LARGE_BINARY: "BLOB", arrow.DATE32: typeDate,
}

// typeName is DuckDB's type for an Arrow type that a further column may have.
func typeName(kind arrow.DataType) (string, bool) {
	switch typed := kind.(type) {
	case *arrow.TimestampType:
		return timestampName(typed)
	case *arrow.Decimal128Type:
		return fmt.Sprintf("DECIMAL(%d,%d)", typed.Precision, typed.Scale), typed.Scale >= 0 && typed.Scale <= typed.Precision
	case *arrow.ListType:
		element, ok := typeName(typed.Elem())
		return element + "[]", ok
	}
	name, ok := plainTypes[kind.ID()]
	return name, ok
}

func timestampName(kind *arrow.TimestampType) (string, bool) {
	if kind.TimeZone != "" {
		// DuckDB has instants in microseconds alone.
		return "TIMESTAMP WITH TIME ZONE", kind.Unit == arrow.Microsecond
	}
	names := map[arrow.TimeUnit]string{
		arrow.Second: "TIMESTAMP_S", arrow.Millisecond: "TIMESTAMP_MS", arrow.Microsecond: typeTimestamp, arrow.Nanosecond: "TIMESTAMP_NS",
	}
	return names[kind.Unit], true
}
