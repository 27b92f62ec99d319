package duck

import (
	"strconv"
	"strings"

	bindings "github.com/duckdb/duckdb-go-bindings"
)

// awkward says whether values of a type do not arrive as what they are: DuckDB gives BIT, BIGNUM and GEOMETRY as its own
// bytes, drops the offset of a time with zone, cuts UHUGEINT, has no Arrow form of VARIANT, and sends enumerations and
// unions in forms that few readers know. All of them are readable as text.
func awkward(kind bindings.LogicalType) bool {
	defer bindings.DestroyLogicalType(&kind)
	switch bindings.GetTypeId(kind) {
	case bindings.TypeEnum, bindings.TypeUnion, bindings.TypeBit, bindings.TypeBigNum, bindings.TypeUHugeInt,
		bindings.TypeTimeTZ, bindings.TypeVariant, bindings.TypeGeometry:
		return true
	case bindings.TypeList:
		return awkward(bindings.ListTypeChildType(kind))
	case bindings.TypeArray:
		return awkward(bindings.ArrayTypeChildType(kind))
	case bindings.TypeMap:
		return awkward(bindings.MapTypeKeyType(kind)) || awkward(bindings.MapTypeValueType(kind))
	case bindings.TypeStruct:
		for i := range bindings.StructTypeChildCount(kind) {
			if awkward(bindings.StructTypeChildType(kind, i)) {
				return true
			}
		}
	}
	return false
}

// readable gives a statement that answers the same as s, which was prepared from text, with awkward columns as text; ""
// where there are none.
func (s *statement) readable(text string) string {
	if bindings.PreparedStatementType(s.native) != bindings.StatementTypeSelect {
		return ""
	}
	found := false
	var names, columns []string
	for i := range bindings.PreparedStatementColumnCount(s.native) {
		// Names of an answer need not differ, so the columns go by numbers.
		name, cell := Quote(bindings.PreparedStatementColumnName(s.native, i)), "c"+strconv.FormatUint(uint64(i), 10)
		names = append(names, cell)
		if awkward(bindings.PreparedStatementColumnLogicalType(s.native, i)) {
			found = true
			cell = "CAST(" + cell + " AS VARCHAR)"
		}
		columns = append(columns, cell+" AS "+name)
	}
	if !found {
		return ""
	}
	// The line break ends a comment that the text may end with.
	body := strings.TrimRight(text, "; \t\r\n")
	return "SELECT " + strings.Join(columns, ", ") + " FROM (" + body + "\n) AS answer(" + strings.Join(names, ", ") + ")"
}
