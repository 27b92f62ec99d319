package storage

import "github.com/apache/arrow-go/v18/arrow"

// Newest asks for the newest update of the profiles in a table, from which a fetch goes on. A table without the column
// [ColumnLastSeen] is an [mperr.InvalidArgument].
//
// The answer has one row:
//
//	last_seen  timestamp[us, UTC]: the latest of the table; null where no profile tells of an update
type Newest struct {
	// Table is the table's name, of profiles.
	Table string
}

// Name is newest.
func (Newest) Name() string { return "newest" }

// Check refuses a question without a table.
func (q Newest) Check() error { return checkNamed(q.Table) }

// Schema is the schema of the answer.
func (Newest) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{{Name: ColumnLastSeen, Type: answerTime, Nullable: true}}, nil)
}

func (Newest) question() {}
