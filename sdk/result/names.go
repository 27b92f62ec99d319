package result

import (
	"cmp"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// NamesFields are the parts that [NewNames] makes Names from.
type NamesFields struct {
	// Column says what the names are of, as the table's column: event, property, value. Required.
	Column string
	// Names may be none; an empty name is one.
	Names []string
	// Truncated says that Mixpanel gave as many as it gives at most, so that there may be more.
	Truncated bool
}

// Names are the names of a project's events, of an event's properties, or a property's values.
type Names struct {
	fields NamesFields
	table  lazyTable
}

// NewNames validates and copies the names; see the package text for the error.
func NewNames(f NamesFields) (*Names, error) {
	if err := cmp.Or(checkName("column", f.Column), checkTexts("", f.Names)); err != nil {
		return nil, err
	}
	f.Names = slices.Clone(f.Names)
	return &Names{fields: f}, nil
}

// Names are the names, in a slice of the caller's own.
func (r *Names) Names() []string { return slices.Clone(r.fields.Names) }

// Len is how many there are.
func (r *Names) Len() int { return len(r.fields.Names) }

// Truncated says that Mixpanel gave as many as it gives at most, so that there may be more.
func (r *Names) Truncated() bool { return r.fields.Truncated }

// MarshalJSON is an array of texts; [] where there are none.
func (r *Names) MarshalJSON() ([]byte, error) {
	if r.fields.Names == nil {
		return []byte("[]"), nil
	}
	return encode(r.fields.Names)
}

// Table has a row for each name and one column: event, property or value.
func (r *Names) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch {
		return batchOf(len(r.fields.Names), texts(cmp.Or(r.fields.Column, "name"), r.fields.Names))
	})
}
