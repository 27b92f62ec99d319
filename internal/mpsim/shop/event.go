package shop

import (
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// Event is one row of the export and what a test may want to know of it without
// reading JSON.
type Event struct {
	// Line is the JSON object as exported, without the newline, its time in
	// seconds. It is valid until the sequence goes on: clone what is to be kept.
	Line []byte
	// Day is the day under which the event is exported.
	Day calendar.Day
	// Name is the event's name.
	Name string
	// DistinctID is the distinct_id: the digits where it is a number, "" where
	// there is none.
	DistinctID string
	// InsertID is the $insert_id, "" where there is none.
	InsertID string
	// Time is the true instant of the event, in UTC, to the millisecond.
	Time time.Time
	// Stamp is the exported time in milliseconds: Time as an epoch, or in a
	// project that stores local time the wall clock read as if it were UTC. Line
	// has it in whole seconds.
	Stamp int64
	// Processed is mp_processing_time_ms.
	Processed int64
	// Duplicate tells that an event of the same name, distinct_id, time and
	// $insert_id came before, processed earlier.
	Duplicate bool

	stampEnd       int // where the digits of the time end in Line
	start, stopped int // the digits of mp_processing_time_ms in Line
}

// AppendMillis appends the line as exported with time_in_ms=true.
func (e Event) AppendMillis(to []byte) []byte {
	ms := e.Stamp % 1000
	to = append(to, e.Line[:e.stampEnd]...)
	to = append(to, byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
	return append(to, e.Line[e.stampEnd:]...)
}
