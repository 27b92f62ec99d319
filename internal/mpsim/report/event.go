package report

import (
	"iter"
	"slices"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

const (
	millisPerMinute = 60 * 1000
	millisPerHour   = 60 * millisPerMinute
	millisPerDay    = 24 * millisPerHour
)

// Event is one event as reports see it.
type Event struct {
	// Name is the event's name.
	Name string
	// User is the distinct_id, "" where there is none.
	User string
	// InsertID is the $insert_id, "" where there is none.
	InsertID string
	// At is the true instant, in epoch milliseconds.
	At int64
	// Wall is what clocks in the project's zone showed, as the milliseconds of
	// an epoch read as if it were UTC. All labels and dates come from it.
	Wall int64
	// Written is the time as the project writes it: At, or in a project of before
	// 2023 Wall. Expressions see it.
	Written int64
	// Processed is mp_processing_time_ms.
	Processed int64
	// Line is the JSON object of the export.
	Line []byte
}

// Source yields the events of the days from, …, to of the project's zone, in any
// order and without duplicates. An event and its line are valid until the
// sequence goes on. A Source may be ranged over again and yields the same.
type Source func(from, to calendar.Day) iter.Seq[*Event]

// Day is the date of the event in the project's zone.
func (e *Event) Day() calendar.Day { return calendar.Day(floorDiv(e.Wall, millisPerDay)) }

// Lookup implements expr.Env. Ids are texts, the time is a number of whole
// seconds as "time" and an instant as "$time".
func (e *Event) Lookup(object, name string) expr.Value {
	if object != "properties" && object != "event" {
		return expr.Value{}
	}
	switch name {
	case "$time":
		return expr.Instant(float64(e.Written) / 1000)
	case "$event_name":
		return expr.Text(e.Name)
	case "distinct_id", "$distinct_id":
		return textOrUndefined(e.User)
	}
	if object == "event" {
		return expr.Value{}
	}
	return e.property(name)
}

// property returns a property by its name in the export.
func (e *Event) property(name string) expr.Value {
	raw := member(e.Line, name)
	if raw == nil {
		return expr.Value{}
	}
	return expr.FromJSON(decode(trim(raw)))
}

func textOrUndefined(text string) expr.Value {
	if text == "" {
		return expr.Value{}
	}
	return expr.Text(text)
}

// matches tells whether the event is one of the names, any if there are none,
// and fulfils the expression, if there is one.
func (e *Event) matches(names []string, where *expr.Expr) (bool, error) {
	if len(names) > 0 && !slices.Contains(names, e.Name) {
		return false, nil
	}
	if where == nil {
		return true, nil
	}
	return where.Match(e)
}

// floorDiv divides and rounds down, below zero too.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
