package storage

import "github.com/apache/arrow-go/v18/arrow"

// Keys asks which properties the rows of a table have: the top-level keys of the properties column. A table without that
// column is an [mperr.InvalidArgument], and so is an Event asked of a table without event names.
//
// The answer has a row for each key that a row of the table has, whatever its value, in the order of the keys' bytes:
//
//	key  utf8
type Keys struct {
	// Table is the table's name, of events or of profiles.
	Table string
	// Event restricts the rows to those of one event; "" is all rows. An event that the table does not have has no keys.
	Event string
}

// Name is keys.
func (Keys) Name() string { return "keys" }

// Check refuses a question without a table.
func (q Keys) Check() error { return checkNamed(q.Table) }

// Schema is the schema of the answer.
func (Keys) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{{Name: "key", Type: answerText}}, nil)
}

func (Keys) question() {}
