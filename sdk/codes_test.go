package sdk_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// failing is an engine whose every call fails with the code that it is given as a name.
type failing struct{ storage.Sink }

func (failing) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilitySQL}
}

func (f failing) Open(context.Context, storage.Options) (storage.Sink, error) { return f, nil }

func (failing) Close(context.Context) error { return nil }

func (failing) Describe(_ context.Context, code string) ([]storage.Column, error) {
	return nil, errorOf(code)
}

// WriteUnit fails in the middle of the stream.
func (failing) WriteUnit(ctx context.Context, code string, _ storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	if _, err := rows.Next(ctx); err != nil {
		return storage.UnitReport{}, err
	}
	return storage.UnitReport{}, errorOf(code)
}

// Query fails after the first batch of its answer.
func (failing) Query(_ context.Context, query storage.Query) (storage.Reader, error) {
	return &broken{events: oneEvent(), left: 1, end: errorOf(query.SQL)}, nil
}

func errorOf(code string) error {
	for _, row := range mperr.Table() {
		if string(row.Code) == code {
			return errtest.Filled(row)
		}
	}
	return errors.New("no such code: " + code)
}

// broken are rows that end with an error.
type broken struct {
	events arrow.RecordBatch
	left   int
	end    error
}

func (b *broken) Schema() *arrow.Schema  { return b.events.Schema() }
func (b *broken) Footer() storage.Footer { return storage.Footer{} }
func (b *broken) Close() error           { return nil }

func (b *broken) Next(context.Context) (arrow.RecordBatch, error) {
	if b.left == 0 {
		return nil, b.end
	}
	b.left--
	return b.events, nil
}

// oneEvent is a batch of one row.
func oneEvent() arrow.RecordBatch {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, storage.EventsSchema())
	defer builder.Release()
	if err := builder.UnmarshalJSON([]byte(`{"event_name": "e", "event_time": "2026-01-01 00:00:00", "distinct_id": "d",
		"insert_id": "i", "properties": "{}", "project_day": "2026-01-01"}`)); err != nil {
		panic(err)
	}
	return builder.NewRecordBatch()
}

// The engine as a value and the engine in a process of its own have one door, so each code goes through it twice.
func TestEveryCodeIsTheSameFromAValueAndFromAProcess(t *testing.T) {
	for from, engine := range map[string]storage.Engine{
		"value": failing{}, "process": connect(t, "failing", dial.KindStorage, nil).Engine(),
	} {
		sink, err := engine.Open(t.Context(), storage.Options{Location: "x"})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range mperr.Table() {
			code, sent := string(row.Code), errtest.Filled(row)
			t.Run(from+"/"+code+"/unary call", func(t *testing.T) {
				_, err := sink.Describe(t.Context(), code)
				errtest.SameAnswers(t, sent, err)
			})
			t.Run(from+"/"+code+"/stream to the plugin, cut", func(t *testing.T) {
				_, err := sink.WriteUnit(t.Context(), code, storage.Unit{ID: "u"}, &broken{events: oneEvent(), left: 1000, end: io.EOF})
				errtest.SameAnswers(t, sent, err)
			})
			t.Run(from+"/"+code+"/stream from the plugin, cut", func(t *testing.T) {
				reader, err := sink.(storage.Querier).Query(t.Context(), storage.Query{SQL: code})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = reader.Close() }()
				if first, err := reader.Next(t.Context()); err != nil || first.NumRows() != 1 {
					t.Fatalf("before the cut: %v, %v", first, err)
				}
				_, err = reader.Next(t.Context())
				errtest.SameAnswers(t, sent, err)
			})
		}
		if err := sink.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
