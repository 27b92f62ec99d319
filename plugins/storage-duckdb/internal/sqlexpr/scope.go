package sqlexpr

import (
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Scope says what the names of an expression stand for.
type Scope struct {
	// Columns are the property columns that may be used; none takes every property from its JSON.
	Columns []storage.PropertyColumn
	// Nulls has, by property, the condition of SQL that it is null and not absent, for rows in which its column is NULL; one
	// that is not there is never null. [IsNull] asks the JSON. A nil map leaves open what a NULL is; see [Compiled.Nulls].
	Nulls map[string]string
	// Millis is the event's time in SQL: milliseconds since 1970, in the clock of the project's export.
	Millis string
}

// Pointer is where the JSON has a top-level key, as a text of SQL.
func Pointer(property string) string {
	return Literal("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(property))
}

// column finds the column of a property.
func (s Scope) column(property string) (storage.PropertyColumn, bool) {
	for _, column := range s.Columns {
		if column.Property == property {
			return column, true
		}
	}
	return storage.PropertyColumn{}, false
}

// ofJSON is the value at a place in JSON. Properties with half a surrogate pair are no JSON to DuckDB, and would be an
// error; nothing of them is known.
func ofJSON(document, pointer string) value {
	kind := "TRY(json_type(" + document + ", " + pointer + "))"
	text := "json_extract_string(" + document + ", " + pointer + ")"
	when := func(condition, then string) string { return "CASE WHEN " + kind + condition + " THEN " + then + " END" }
	return value{
		truth:  when(" = 'BOOLEAN'", text+" = 'true'"),
		number: when(" IN ('BIGINT', 'UBIGINT', 'DOUBLE')", "TRY_CAST("+text+" AS DOUBLE)"),
		text:   when(" = 'VARCHAR'", text),
		list:   when(" = 'ARRAY'", "json_extract("+document+", "+pointer+")"),
		object: when(" = 'OBJECT'", "json_extract("+document+", "+pointer+")"),
		null:   known(kind + " = 'NULL'"),
	}
}

// ofColumn is a property from its column. doubt is where a text may be something else, "" for nowhere.
func ofColumn(c storage.PropertyColumn, nulls map[string]string) (v value, doubt string) {
	name := duck.Quote(c.Name)
	switch condition, ever := nulls[c.Property]; {
	case nulls == nil:
		v.nullDoubt = "(" + name + " IS NULL)"
	case ever:
		v.null = "CASE WHEN " + name + " IS NULL THEN " + condition + " ELSE false END"
	}
	switch c.Type {
	case storage.Boolean:
		v.truth = name
	case storage.BigInt:
		v.number = "CAST(" + name + " AS DOUBLE)"
	case storage.Double:
		v.number = name
	case storage.Varchar:
		v.text = name
		// A column of text spells other values as JSON: numbers, true and false, arrays and objects.
		doubt = known("(" + name + " IN ('true', 'false') OR " + name + " BETWEEN '[' AND '\\' OR " + name + " BETWEEN '{' AND '|' OR " +
			name + " BETWEEN '-' AND '.' OR " + name + " BETWEEN '0' AND ':')")
	}
	return v, doubt
}

// plain says that a text in a column is a text in the JSON too.
func plain(text string) bool {
	if text == "true" || text == "false" {
		return false
	}
	rest := strings.TrimPrefix(text, "-")
	return text == "" || rest == "" || !strings.ContainsRune("0123456789", rune(rest[0])) && text[0] != '[' && text[0] != '{'
}
