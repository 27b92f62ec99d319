package main

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

// dayRows is a unit of one day with an event for each property text.
type dayRows struct {
	day        string
	properties []string
	given      bool
}

func (d *dayRows) unit() storage.Unit { return storage.Unit{ID: d.day, FromDate: d.day, ToDate: d.day} }

func (d *dayRows) Schema() *arrow.Schema { return storage.EventsSchema() }

func (d *dayRows) Next(context.Context) (arrow.RecordBatch, error) {
	if d.given {
		return nil, io.EOF
	}
	d.given = true
	day, err := time.Parse(time.DateOnly, d.day)
	if err != nil {
		return nil, err
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, d.Schema())
	defer builder.Release()
	for i, text := range d.properties {
		builder.Field(0).(*array.StringBuilder).Append("Sign Up")
		builder.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(day.UnixMicro() + int64(i)))
		builder.Field(2).(*array.StringBuilder).Append("user")
		builder.Field(3).(*array.StringBuilder).Append("id")
		builder.Field(4).(*array.StringBuilder).Append(text)
		builder.Field(5).(*array.Date32Builder).Append(arrow.Date32FromTime(day))
	}
	return builder.NewRecordBatch(), nil
}

func (d *dayRows) Footer() storage.Footer {
	n := int64(len(d.properties))
	return storage.Footer{Rows: n, Days: []storage.DayCount{{Day: d.day, Received: n, Complete: true}}}
}

func creation(table string) storage.Target {
	return storage.Target{Table: table, Kind: storage.Events, Mode: storage.Create, Fingerprint: "f"}
}

func open(t *testing.T, dir string) *sink {
	t.Helper()
	opened, err := engine{}.Open(t.Context(), storage.Options{Location: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close(context.Background()) }) // the test has closed it, or has failed
	return opened.(*sink)
}

// fill makes a table of the given days in one session.
func fill(t *testing.T, s *sink, table string, days ...*dayRows) {
	t.Helper()
	session, err := s.Begin(t.Context(), creation(table))
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range days {
		if _, err := s.WriteUnit(t.Context(), session.ID, day.unit(), day); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Commit(t.Context(), session.ID); err != nil {
		t.Fatal(err)
	}
}

// properties reads the property texts of all rows.
func properties(t *testing.T, s *sink, table string) (texts []string) {
	t.Helper()
	rows, err := s.Sample(t.Context(), table, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for {
		batch, err := rows.Next(t.Context())
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		at := batch.Schema().FieldIndices(storage.ColumnProperties)[0]
		for i := range int(batch.NumRows()) {
			texts = append(texts, batch.Column(at).ValueStr(i))
		}
	}
}
