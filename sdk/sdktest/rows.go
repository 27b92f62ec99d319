package sdktest

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// unitRows is a unit as the host would send it, or as a test wants it broken.
type unitRows struct {
	unit   storage.Unit
	events []event
	extra  []arrow.Field
	footer storage.Footer
	// size is the number of rows in a batch.
	size int
	// before runs ahead of each answer of Next, with the number of batches given so far; its error becomes the answer.
	before func(given int) error

	given   int
	current arrow.RecordBatch
	scorch  scorched
}

// unitOf makes a correct unit of the days from..to with all the events, in batches of 100.
func unitOf(from, to string, events []event) *unitRows {
	return unitWith(storage.Unit{ID: from + ".." + to, FromDate: from, ToDate: to}, events)
}

func unitWith(unit storage.Unit, events []event) *unitRows {
	days, err := unit.Days()
	if err != nil {
		panic(err)
	}
	received := map[string]int64{}
	for _, e := range events {
		received[e.Day]++
	}
	footer := storage.Footer{Rows: int64(len(events)), Bytes: int64(len(events)) * 100}
	for _, day := range days {
		footer.Days = append(footer.Days, storage.DayCount{Day: day, Received: received[day], Complete: true})
	}
	return &unitRows{unit: unit, events: events, footer: footer, size: 100}
}

// days lists the unit's days.
func (u *unitRows) days() []string {
	var days []string
	for _, count := range u.footer.Days {
		days = append(days, count.Day)
	}
	return days
}

// column adds a nullable column; the events' Extra hold its values.
func (u *unitRows) column(name string, kind arrow.DataType) *unitRows {
	u.extra = append(u.extra, arrow.Field{Name: name, Type: kind, Nullable: true})
	return u
}

func (u *unitRows) Schema() *arrow.Schema {
	return arrow.NewSchema(append(storage.EventsSchema().Fields(), u.extra...), nil)
}

// Next takes the contract at its word: a batch that nobody retained is overwritten as soon as the next one is asked for.
func (u *unitRows) Next(context.Context) (arrow.RecordBatch, error) {
	if u.current != nil {
		u.current.Release()
		u.current = nil
	}
	if u.before != nil {
		if err := u.before(u.given); err != nil {
			return nil, err
		}
	}
	from := min(u.given*u.size, len(u.events))
	to := min(from+u.size, len(u.events))
	if from == to {
		return nil, io.EOF
	}
	u.given++
	u.current = encode(&u.scorch, u.Schema(), u.events[from:to])
	return u.current, nil
}

func (u *unitRows) Footer() storage.Footer {
	footer := u.footer
	footer.Days = slices.Clone(footer.Days)
	return footer
}

// encode panics on a value that does not fit its column: the suite's own events are at fault then.
func encode(allocator memory.Allocator, schema *arrow.Schema, events []event) arrow.RecordBatch {
	builder := array.NewRecordBuilder(allocator, schema)
	defer builder.Release()
	for _, e := range events {
		day, err := time.Parse(time.DateOnly, e.Day)
		if err != nil {
			panic(err)
		}
		builder.Field(0).(*array.StringBuilder).Append(e.Name)
		builder.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(e.Time.UnixMicro()))
		builder.Field(2).(*array.StringBuilder).Append(e.DistinctID)
		builder.Field(3).(*array.StringBuilder).Append(e.InsertID)
		builder.Field(4).(*array.StringBuilder).Append(e.Properties)
		builder.Field(5).(*array.Date32Builder).Append(arrow.Date32FromTime(day))
		for i, field := range schema.Fields()[6:] {
			appendExtra(builder.Field(6+i), e.Extra, field.Name)
		}
	}
	return builder.NewRecordBatch()
}

func appendExtra(builder array.Builder, extra map[string]string, name string) {
	value, ok := extra[name]
	if !ok {
		builder.AppendNull()
		return
	}
	if err := builder.AppendValueFromString(value); err != nil {
		panic(err)
	}
}

// scorched is memory that is overwritten when it is let go, so that whoever still reads it notices.
type scorched struct{ memory.GoAllocator }

func (*scorched) Free(old []byte) {
	if len(old) == 0 {
		return
	}
	old[0] = '#'
	for done := 1; done < len(old); done *= 2 { // byte by byte, the race detector would look at each of megabytes
		copy(old[done:], old[:done])
	}
}
