package sqlexpr

import "strings"

// value is what an expression is worth in a row: an expression of SQL for each type, NULL in the rows where the value has
// another type, "" where it never has this one.
type value struct {
	truth  string // BOOLEAN
	number string // DOUBLE
	text   string // VARCHAR
	time   string // DOUBLE, seconds
	list   string // JSON
	object string // JSON

	// null is a BOOLEAN that says where the value is null; "" for never.
	null string
	// nullDoubt holds where a value looks undefined and may be null, for what comes from a column.
	nullDoubt string
	// total says that the value is never undefined.
	total bool
	// wild says that the number may be none, as infinity less infinity is.
	wild bool
	// items are those of a list that is written in the expression.
	items   []value
	written bool
}

// parts are the types that the value can have, null and written lists aside.
func (v value) parts() []string {
	var parts []string
	for _, part := range []string{v.truth, v.number, v.text, v.time, v.list, v.object} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// size is how much SQL the value is.
func (v value) size() int {
	size := len(v.null) + len(v.nullDoubt)
	for _, part := range v.parts() {
		size += len(part)
	}
	for _, item := range v.items {
		size += item.size()
	}
	return size
}

const (
	yes = "true"
	no  = "false"
)

// either joins conditions of which one suffices.
func either(conditions ...string) string { return joined(" OR ", no, conditions) }

// all joins conditions of which none may fail.
func all(conditions ...string) string { return joined(" AND ", yes, conditions) }

func joined(operator, none string, conditions []string) string {
	var kept []string
	for _, condition := range conditions {
		if condition != "" && condition != none {
			kept = append(kept, condition)
		}
	}
	switch len(kept) {
	case 0:
		return none
	case 1:
		return kept[0]
	}
	return "(" + strings.Join(kept, operator) + ")"
}

// known makes a condition that is never NULL.
func known(condition string) string { return "coalesce(" + condition + ", false)" }

func present(part string) string { return "(" + part + " IS NOT NULL)" }

// Literals are texts in SQL, with commas between them.
func Literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = Literal(text)
	}
	return strings.Join(quoted, ", ")
}

// Literal is a text in SQL.
func Literal(text string) string {
	quoted := "'" + strings.ReplaceAll(text, "'", "''") + "'"
	if strings.Contains(text, "\x00") { // DuckDB ends a statement at a zero byte
		return "(" + strings.ReplaceAll(quoted, "\x00", "' || chr(0) || '") + ")"
	}
	return quoted
}
