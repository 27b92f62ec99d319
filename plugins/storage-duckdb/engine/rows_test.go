package engine_test

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// made are the rows of a unit, value by value.
type made struct {
	schema  *arrow.Schema
	batches []arrow.RecordBatch
	footer  storage.Footer
	// before runs ahead of each answer of Next, with the number of batches given so far.
	before func(given int) error
	given  int
}

func (m *made) Schema() *arrow.Schema { return m.schema }

func (m *made) Next(context.Context) (arrow.RecordBatch, error) {
	if m.before != nil {
		if err := m.before(m.given); err != nil {
			return nil, err
		}
	}
	if m.given == len(m.batches) {
		return nil, io.EOF
	}
	m.given++
	return m.batches[m.given-1], nil
}

func (m *made) Footer() storage.Footer { return m.footer }

// row is an event of the first of January 2026.
type row struct{ name, user, id, properties string }

// dayOne is the unit of the first of January.
var dayOne = storage.Unit{ID: "one", FromDate: "2026-01-01", ToDate: "2026-01-01"}

var midnight = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// madeOf makes the rows of dayOne, a batch for each group.
func madeOf(groups ...[]row) *made {
	m := &made{schema: storage.EventsSchema()}
	for _, rows := range groups {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, m.schema)
		for _, r := range rows {
			appendEvent(builder, r.name, midnight, r.user, r.id, []byte(r.properties))
		}
		m.batches = append(m.batches, builder.NewRecordBatch())
		m.footer.Rows += int64(len(rows))
	}
	m.footer.Days = []storage.DayCount{{Day: dayOne.FromDate, Received: m.footer.Rows, Complete: true}}
	return m
}

// with gives the rows another column beside, or in the place of one of the same name.
func (m *made) with(field arrow.Field, build func(rows int) arrow.Array) *made {
	fields := m.schema.Fields()
	at := m.schema.FieldIndices(field.Name)
	if len(at) > 0 {
		fields[at[0]] = field
	} else {
		fields = append(fields, field)
	}
	other := &made{schema: arrow.NewSchema(fields, nil), footer: m.footer}
	for _, batch := range m.batches {
		columns := append([]arrow.Array(nil), batch.Columns()...)
		if column := build(int(batch.NumRows())); len(at) > 0 {
			columns[at[0]] = column
		} else {
			columns = append(columns, column)
		}
		other.batches = append(other.batches, array.NewRecordBatch(other.schema, columns, batch.NumRows()))
	}
	return other
}

// texted builds a column of text, null where a value is nil.
func texted(values ...*string) func(int) arrow.Array {
	return func(int) arrow.Array {
		builder := array.NewStringBuilder(memory.DefaultAllocator)
		for _, value := range values {
			if value == nil {
				builder.AppendNull()
				continue
			}
			builder.Append(*value)
		}
		return builder.NewArray()
	}
}

func texts1(value string) func(int) arrow.Array {
	return func(rows int) arrow.Array {
		builder := array.NewStringBuilder(memory.DefaultAllocator)
		for range rows {
			builder.Append(value)
		}
		return builder.NewArray()
	}
}

func nulls(kind arrow.DataType) func(int) arrow.Array {
	return func(rows int) arrow.Array { return array.MakeArrayOfNull(memory.DefaultAllocator, kind, rows) }
}

// writeMade writes rows as the unit of dayOne into a session of its own that is left open.
func writeMade(t *testing.T, sink storage.Sink, rows storage.Rows) (storage.UnitReport, error) {
	t.Helper()
	session := begin(t, sink, target(storage.Replace))
	defer func() { must(t, "abort", sink.Abort(t.Context(), session.ID)) }()
	return sink.WriteUnit(t.Context(), session.ID, dayOne, rows)
}
