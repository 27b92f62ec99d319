package storage

import "github.com/apache/arrow-go/v18/arrow"

// PropertyType is the type of a property column.
type PropertyType string

// The types of property columns. Their names are those that DuckDB gives them.
const (
	// Boolean holds true and false.
	Boolean PropertyType = "BOOLEAN"
	// BigInt holds numbers without fraction and exponent that fit 64 bits.
	BigInt PropertyType = "BIGINT"
	// Double holds numbers: whole ones up to 2^53 either way, which it keeps to the unit, and others that are finite, each as
	// the nearest that 64 bits hold.
	Double PropertyType = "DOUBLE"
	// Varchar holds any value: of a string its text, of everything else its JSON text.
	Varchar PropertyType = "VARCHAR"
)

// Join is the narrowest type that holds what both types hold, but for whole numbers beyond 2^53, which a BigInt holds and
// a Double does not. "" is the type of no value.
func (t PropertyType) Join(other PropertyType) PropertyType {
	switch {
	case t == other, other == "":
		return t
	case t == "":
		return other
	case t == BigInt && other == Double, t == Double && other == BigInt:
		return Double
	}
	return Varchar
}

// Arrow is the type of the column's Arrow field; nil for what is no type of a property column.
func (t PropertyType) Arrow() arrow.DataType {
	switch t {
	case Boolean:
		return arrow.FixedWidthTypes.Boolean
	case BigInt:
		return arrow.PrimitiveTypes.Int64
	case Double:
		return arrow.PrimitiveTypes.Float64
	case Varchar:
		return arrow.BinaryTypes.String
	}
	return nil
}

// PropertyColumn is a column that holds one property of every row; see the package text.
type PropertyColumn struct {
	// Property is the key in the properties object.
	Property string `json:"property"`
	// Name is the column's name. No two columns of a table have the same name, and upper and lower case are the same.
	Name string `json:"name"`
	// Type is what its values are.
	Type PropertyType `json:"type"`
}

// Unfilled is a property column that the rows of a unit do not fill: some have a value that the column cannot hold, or
// the unit does not bring the column at all.
type Unfilled struct {
	// PropertyColumn is the column with a type that holds every value of the unit, but for whole numbers beyond 2^53, for
	// which the sink looks as [PropertyType.Join] says.
	PropertyColumn

	// Rows counts the rows with a value that is not in the column.
	Rows int64
}

// The keys of the metadata of a unit's Arrow fields.
const (
	// FieldProperty marks a property column. Its value is the property's key, the field's name the column's name.
	FieldProperty = "mp.property"
	// FieldUnfilled marks the column of [UnfilledField].
	FieldUnfilled = "mp.unfilled"
)

// Field is the Arrow field of the column in a unit.
func (c PropertyColumn) Field() arrow.Field {
	return arrow.Field{
		Name: c.Name, Type: c.Type.Arrow(), Nullable: true,
		Metadata: arrow.MetadataFrom(map[string]string{FieldProperty: c.Property}),
	}
}

// PropertyOf reads a field that [PropertyColumn.Field] made; ok is false for every other.
func PropertyOf(field arrow.Field) (column PropertyColumn, ok bool) {
	property, marked := field.Metadata.GetValue(FieldProperty)
	if !marked {
		return PropertyColumn{}, false
	}
	for _, kind := range []PropertyType{Boolean, BigInt, Double, Varchar} {
		if arrow.TypeEqual(field.Type, kind.Arrow()) {
			return PropertyColumn{Property: property, Name: field.Name, Type: kind}, true
		}
	}
	return PropertyColumn{}, false
}

// UnfilledSeveral in the column of [UnfilledField] says that the sink takes all property columns of the row from the JSON.
const UnfilledSeveral = -1

// UnfilledField is a column that a unit may bring and no table has. It marks the rows whose property columns hold null for
// a value that is there, which the sink takes from the JSON: 0 is a row that lacks nothing, n from 1 on lacks the nth of the
// unit's property columns in the order of its fields, [UnfilledSeveral] any number of them.
func UnfilledField() arrow.Field {
	return arrow.Field{
		Name: FieldUnfilled, Type: arrow.PrimitiveTypes.Int16,
		Metadata: arrow.MetadataFrom(map[string]string{FieldUnfilled: "true"}),
	}
}

// IsUnfilledField says whether a field is that of [UnfilledField].
func IsUnfilledField(field arrow.Field) bool {
	_, marked := field.Metadata.GetValue(FieldUnfilled)
	return marked && field.Type.ID() == arrow.INT16
}
