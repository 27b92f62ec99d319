package sdktest

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// profileRows is a unit of profiles with the given ids.
type profileRows struct {
	ids   []string
	given bool
}

func (p *profileRows) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "distinct_id", Type: arrow.BinaryTypes.String}, {Name: "properties", Type: arrow.BinaryTypes.String},
	}, nil)
}

func (p *profileRows) Next(context.Context) (arrow.RecordBatch, error) {
	if p.given {
		return nil, io.EOF
	}
	p.given = true
	builder := array.NewRecordBuilder(memory.DefaultAllocator, p.Schema())
	for _, id := range p.ids {
		builder.Field(0).(*array.StringBuilder).Append(id)
		builder.Field(1).(*array.StringBuilder).Append(`{}`)
	}
	return builder.NewRecordBatch(), nil
}

func (p *profileRows) Footer() storage.Footer {
	return storage.Footer{Rows: int64(len(p.ids)), Rejects: []storage.Reject{{Reason: "no distinct id"}}}
}

func TestMemoryEngineReplacesProfilesByUnit(t *testing.T) {
	sink, err := NewEngine().Open(t.Context(), storage.Options{Location: "profiles"})
	if err != nil {
		t.Fatal(err)
	}
	session, err := sink.Begin(t.Context(), storage.Target{Table: "users", Kind: storage.Profiles, Mode: storage.Create})
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []struct {
		id  string
		ids []string
	}{{"page-1", []string{"a", "b"}}, {"page-2", []string{"c"}}, {"page-1", []string{"a", "b", "d"}}} {
		report, err := sink.WriteUnit(t.Context(), session.ID, storage.Unit{ID: unit.id}, &profileRows{ids: unit.ids})
		if err != nil {
			t.Fatal(err)
		}
		if n := int64(len(unit.ids)); report.Received != n+1 || report.Stored != n || report.Rejected != 1 {
			t.Errorf("report is %+v, want %d stored and one rejected", report, n)
		}
	}
	table, err := sink.Commit(t.Context(), session.ID)
	if err != nil {
		t.Fatal(err)
	}
	if table.Rows != 4 || table.Kind != storage.Profiles {
		t.Errorf("table is %+v, want four profiles", table)
	}
	days, err := sink.Coverage(t.Context(), "users")
	if err != nil || len(days) != 0 {
		t.Errorf("profiles cover the days %v (%v), want none", days, err)
	}
}

func TestMemoryEngineHasOneWriterOrManyReaders(t *testing.T) {
	engine := NewEngine()
	writer, err := engine.Open(t.Context(), storage.Options{Location: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		_, err := engine.Open(t.Context(), storage.Options{Location: "a", ReadOnly: readOnly})
		wantError[*mperr.StorageLocked](t, "open beside a writer", err)
	}
	opened := make(chan error)
	go func() { // ends when the writer closes, or after the wait
		_, err := engine.Open(t.Context(), storage.Options{Location: "a", ReadOnly: true, Wait: time.Minute})
		opened <- err
	}()
	if err := writer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("open after the writer closed: %v", err)
	}
	if _, err := engine.Open(t.Context(), storage.Options{Location: "a", ReadOnly: true}); err != nil {
		t.Errorf("open beside a reader: %v", err)
	}
}

func TestMemoryEngineRefusesCallsAfterClose(t *testing.T) {
	sink, err := NewEngine().Open(t.Context(), storage.Options{Location: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = sink.Tables(t.Context())
	wantError[*mperr.StorageFailed](t, "tables of a closed store", err)
}

func TestMemoryEngineRefusesAColumnOfAnotherType(t *testing.T) {
	sink, err := NewEngine().Open(t.Context(), storage.Options{Location: "a"})
	if err != nil {
		t.Fatal(err)
	}
	session, err := sink.Begin(t.Context(), targetOf("signups", storage.Create))
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range []arrow.DataType{arrow.PrimitiveTypes.Int64, textColumn} {
		rows := unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3)).column("amount", kind)
		if _, err = sink.WriteUnit(t.Context(), session.ID, rows.unit, rows); i == 0 && err != nil {
			t.Fatal(err)
		}
	}
	wantError[*mperr.InvalidArgument](t, "write a column of another type", err)
}
