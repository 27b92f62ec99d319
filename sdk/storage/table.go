package storage

import (
	"regexp"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Info describes a store.
type Info struct {
	// Location is the path or address that was opened.
	Location string
	// Engine is the engine and its version, such as "DuckDB 1.5.5".
	Engine string
	// SizeBytes is what the store takes on disk; 0 where that is not known.
	SizeBytes int64
	// CreatedAt is when the store was made, in UTC.
	CreatedAt time.Time
}

// Table describes a table.
type Table struct {
	// Name is the table's name; see [CheckTable].
	Name string
	// Kind is what its rows are.
	Kind Kind
	// Rows counts the rows that queries see.
	Rows int64
	// FetchedAt is when a fetch last changed it, in UTC: a commit, or a unit of an APPEND.
	FetchedAt time.Time
	// Metadata is that of the CREATE or REPLACE, its range widened by later APPENDs.
	Metadata Metadata
}

// Column describes a column.
type Column struct {
	// Name is the column's name.
	Name string `json:"name"`
	// Type is the engine's own name of the type, such as VARCHAR.
	Type string `json:"type"`
	// Nullable says that a row may have no value.
	Nullable bool `json:"nullable"`
	// PrimaryKey says that the column is part of the table's key, where the engine keeps one.
	PrimaryKey bool `json:"primary_key"`
	// Property is the key that a property column holds; "" for every other column.
	Property string `json:"property,omitempty"`
}

var tableName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_]{0,62}$`)

// CheckTable refuses a name that is not 1–63 letters, digits and underscores, or that starts with an underscore, as
// those belong to the engine. The error is an [mperr.InvalidArgument].
func CheckTable(name string) error {
	if tableName.MatchString(name) {
		return nil
	}
	return &mperr.InvalidArgument{
		Argument: "table", Value: name,
		Reason: "a table name is 1 to 63 letters, digits and underscores and does not start with an underscore",
	}
}
