package wire_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// answering is an opened sink whose queries and samples give a reader.
func answering(t *testing.T, answer func(context.Context) (storage.Reader, error)) storage.Sink {
	t.Helper()
	return open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{
		query:  func(ctx context.Context, _ storage.Query) (storage.Reader, error) { return answer(ctx) },
		sample: func(ctx context.Context, _ string, _ int) (storage.Reader, error) { return answer(ctx) },
	})))
}

func TestQueryArrivesAsItWasAsked(t *testing.T) {
	var asked storage.Query
	s := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{query: func(_ context.Context, q storage.Query) (storage.Reader, error) {
		asked = q
		return numberedBatches(1), nil
	}})))
	want := storage.Query{SQL: "SELECT $a", Params: map[string]string{"a": "1", "b": "ü"}, Limit: 9, Write: true}
	reader, err := s.(storage.Querier).Query(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	if !reader.Schema().Equal(numbers) {
		t.Errorf("schema %v", reader.Schema())
	}
}

func TestAnswerArrivesWholeAndItsReaderIsClosed(t *testing.T) {
	rows := numberedBatches(300)
	rows.closed = make(chan struct{})
	s := answering(t, func(context.Context) (storage.Reader, error) { return rows, nil })
	reader, err := s.(storage.Sampler).Sample(t.Context(), "t", 3000)
	if err != nil {
		t.Fatal(err)
	}
	got, err := drain(t.Context(), reader)
	if err != nil || len(got) != 3000 || got[2999] != 2999 {
		t.Errorf("%d numbers, %v", len(got), err)
	}
	<-rows.closed
	for range 2 {
		if _, err := reader.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("Next after the end: %v", err)
		}
		if err := reader.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

func TestErrorOfAStatementIsTheErrorOfTheCall(t *testing.T) {
	s := answering(t, func(context.Context) (storage.Reader, error) {
		return nil, &mperr.QueryFailed{Message: "syntax error at SELEKT", Position: 1}
	})
	if _, err := s.(storage.Querier).Query(t.Context(), storage.Query{}); mperr.CodeOf(err) != "QUERY_FAILED" {
		t.Errorf("got %v", err)
	}
}

// watched is an endless reader that says how it ended.
type watched struct {
	endless

	ended  chan error
	closed chan struct{}
}

func (w *watched) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := w.endless.Next(ctx)
	if err != nil {
		w.ended <- err
	}
	return batch, err
}

func (w *watched) Close() error {
	close(w.closed)
	return nil
}

func newWatched() *watched { return &watched{ended: make(chan error, 1), closed: make(chan struct{})} }

func TestClosingEarlyStopsThePlugin(t *testing.T) {
	w := newWatched()
	s := answering(t, func(context.Context) (storage.Reader, error) { return w, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	<-w.closed
	if _, err := reader.Next(t.Context()); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("Next after an early close: %v; a part must not pass as the whole", err)
	}
}

func TestContextOfNextEndsTheAnswer(t *testing.T) {
	started := make(chan struct{})
	closed := make(chan struct{})
	s := answering(t, func(context.Context) (storage.Reader, error) {
		return &stuck{batches: batches{schema: numbers, closed: closed}, started: started}, nil
	})
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	if _, err := reader.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-closed
}

// stuck has no batch before its context ends.
type stuck struct {
	batches

	started chan struct{}
}

func (s *stuck) Next(ctx context.Context) (arrow.RecordBatch, error) {
	close(s.started)
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestContextOfQueryEndsTheAnswer(t *testing.T) {
	w := newWatched()
	s := answering(t, func(context.Context) (storage.Reader, error) { return w, nil })
	ctx, cancel := context.WithCancel(t.Context())
	reader, err := s.(storage.Querier).Query(ctx, storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := drain(t.Context(), reader); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-w.closed
}

func TestPluginNeverRunsFarAheadOfTheReader(t *testing.T) {
	w := newWatched()
	s := answering(t, func(context.Context) (storage.Reader, error) { return w, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for consumed := range int64(120) {
		if _, err := reader.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ahead := w.produced.Load() - consumed; ahead > 64 {
			t.Fatalf("the plugin is %d batches ahead", ahead)
		}
	}
	_ = reader.Close()
	<-w.closed
}

func TestReaderThatPanicsFailsTheAnswerAndNotThePlugin(t *testing.T) {
	s := answering(t, func(context.Context) (storage.Reader, error) { return &panicking{}, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err == nil {
		_, err = reader.Next(t.Context())
	}
	if mperr.CodeOf(err) != "PLUGIN_CRASHED" {
		t.Errorf("got %v", err)
	}
	if _, err := s.(storage.Sampler).Sample(t.Context(), "t", 1<<40); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("got %v", err)
	}
}

type panicking struct{ batches }

func (*panicking) Schema() *arrow.Schema { return numbers }

func (*panicking) Next(context.Context) (arrow.RecordBatch, error) { panic("no batch for you") }
