package dial_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/grpc/test/bufconn"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestSharedStoreShowsWhatTheStoreShows(t *testing.T) {
	sink := memorySink(t, sdktest.NewEngine())
	_, join := shares(t, sink)
	joined := join(dial.Config{})
	for name, ask := range map[string]func(storage.Sink) (any, error){
		"info":     func(s storage.Sink) (any, error) { return s.Info(t.Context()) },
		"tables":   func(s storage.Sink) (any, error) { return s.Tables(t.Context()) },
		"describe": func(s storage.Sink) (any, error) { return s.Describe(t.Context(), "events") },
		"coverage": func(s storage.Sink) (any, error) { return s.Coverage(t.Context(), "events") },
	} {
		want, err := ask(sink)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ask(joined.Sink)
		if err != nil || !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
			t.Errorf("%s: %v %s", name, err, cmp.Diff(want, got))
		}
	}
	if _, ok := joined.Sink.(storage.Querier); ok {
		t.Error("the store has no SQL and the shared one has")
	}
	rows, err := joined.Sink.(storage.Sampler).Sample(t.Context(), "events", 3)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := count(t, rows); err != nil || n != 0 {
		t.Errorf("a sample of no rows has %d, %v", n, err)
	}
	_, err = joined.Sink.Describe(t.Context(), "nothing")
	if mperr.CodeOf(err) != "TABLE_NOT_FOUND" {
		t.Errorf("an unknown table gives %v", err)
	}
}

func TestSharedStoreIsNotToBeChanged(t *testing.T) {
	sink := memorySink(t, sdktest.NewEngine())
	_, join := shares(t, &answering{Sink: sink})
	joined := join(dial.Config{}).Sink
	for name, change := range map[string]func() error{
		"begin": func() error {
			_, err := joined.Begin(t.Context(), storage.Target{Table: "more", Kind: storage.Events, Mode: storage.Create})
			return err
		},
		"write": func() error {
			rows := emptyRows{arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)}
			_, err := joined.WriteUnit(t.Context(), "1", storage.Unit{ID: "u"}, rows)
			return err
		},
		"commit": func() error { _, err := joined.Commit(t.Context(), "1"); return err },
		"abort":  func() error { return joined.Abort(t.Context(), "1") },
		"drop":   func() error { return joined.Drop(t.Context(), "events") },
		"query": func() error {
			_, err := joined.(storage.Querier).Query(t.Context(), storage.Query{SQL: "x", Write: true})
			return err
		},
	} {
		var locked *mperr.StorageLocked
		if err := change(); !errors.As(err, &locked) || *locked != *held {
			t.Errorf("%s gives %v, want that it is locked", name, err)
		}
	}
	if err := joined.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if tables, err := sink.Tables(t.Context()); err != nil || len(tables) != 1 {
		t.Errorf("afterwards there are %v, %v", tables, err)
	}
}

func TestSharedStoreShowsNothingOfAnOpenSession(t *testing.T) {
	sink := memorySink(t, sdktest.NewEngine())
	_, join := shares(t, sink)
	joined := join(dial.Config{}).Sink
	session, err := sink.Begin(t.Context(), storage.Target{Table: "new", Kind: storage.Events, Mode: storage.Create})
	if err != nil {
		t.Fatal(err)
	}
	if tables, err := joined.Tables(t.Context()); err != nil || len(tables) != 1 {
		t.Errorf("before the commit: %v, %v", tables, err)
	}
	if _, err := sink.Commit(t.Context(), session.ID); err != nil {
		t.Fatal(err)
	}
	if tables, err := joined.Tables(t.Context()); err != nil || len(tables) != 2 {
		t.Errorf("after the commit: %v, %v", tables, err)
	}
}

func TestAnswerOfASharedStoreMayEndInsideTheGrace(t *testing.T) {
	sink := &answering{more: make(chan struct{}, 3), batches: 3, rows: 1 << 15}
	sharing, join := shares(t, sink)
	sink.more <- struct{}{}
	rows := ask(t, join(dial.Config{}))
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		sharing.Close(time.Minute)
	}()
	sink.more <- struct{}{}
	sink.more <- struct{}{}
	if n, err := count(t, rows); err != nil || n != 3<<15 {
		t.Errorf("%d rows, %v", n, err)
	}
	<-closed
}

func TestAnswerThatOutlastsTheGraceIsCutOffWithAReason(t *testing.T) {
	sink := &answering{more: make(chan struct{}, 1), batches: 2, rows: 1}
	sharing, join := shares(t, sink)
	sink.more <- struct{}{}
	joined := join(dial.Config{})
	rows := ask(t, joined)
	sharing.Close(0)
	_, err := count(t, rows)
	var failed *mperr.StorageFailed
	if !errors.As(err, &failed) || failed.Fix != over.Fix {
		t.Errorf("the answer ends with %v, want that it was cut off", err)
	}
}

func TestReaderThatTakesNothingDoesNotHoldTheEndUp(t *testing.T) {
	sharing, join := shares(t, &answering{batches: 1 << 10, rows: 1 << 15})
	said := func(string, *dial.TransportError) error { return over }
	rows := ask(t, join(dial.Config{Explain: said}))
	sharing.Close(0)
	n, err := count(t, rows)
	var failed *mperr.StorageFailed
	if !errors.As(err, &failed) || n == 1<<25 {
		t.Errorf("%d rows and %v, want an answer that is cut off", n, err)
	}
}

func TestReaderThatTakesNothingLosesItsAnswer(t *testing.T) {
	sink := &answering{batches: 1 << 10, rows: 1 << 15, ended: make(chan struct{})}
	_, join := shares(t, sink, 10*time.Millisecond)
	rows := ask(t, join(dial.Config{}))
	<-sink.ended
	n, err := count(t, rows)
	var failed *mperr.StorageFailed
	if !errors.As(err, &failed) || failed.Fix != unread.Fix || n == 1<<25 {
		t.Errorf("%d rows and %v, want an answer that ends as nobody has read it", n, err)
	}
}

func TestProcessThatEndsCutsAnswersOffWithAnError(t *testing.T) {
	listener := bufconn.Listen(1 << 16)
	sharing := dial.Share(listener, dial.Shared{
		Sink: &answering{more: make(chan struct{}, 1), batches: 2, rows: 1}, Plugin: dial.Info{Name: "test"}, Locked: held, Over: over,
	})
	t.Cleanup(func() { sharing.Close(0) })
	conn, err := listener.DialContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said := func(_ string, failure *dial.TransportError) error {
		return &mperr.StorageFailed{Message: "gone", Cause: failure}
	}
	joined, err := dial.Join(t.Context(), conn, dial.Config{Explain: said})
	if err != nil {
		t.Fatal(err)
	}
	rows := ask(t, joined)
	if joined.Gone() {
		t.Error("it is gone before its end")
	}
	if err := conn.Close(); err != nil { // which is what the kernel does to a killed process
		t.Fatal(err)
	}
	if n, err := count(t, rows); mperr.CodeOf(err) != "STORAGE_FAILED" || n != 0 {
		t.Errorf("%d rows and %v, want that the process is gone", n, err)
	}
	if _, err := joined.Sink.Tables(t.Context()); mperr.CodeOf(err) != "STORAGE_FAILED" {
		t.Errorf("the next call gives %v", err)
	}
	if !joined.Gone() {
		t.Error("it is not gone after its end")
	}
	_ = joined.Close()
}

func TestJoiningWhatIsNoStoreFails(t *testing.T) {
	ours, theirs := net.Pipe()
	go func() { // ends with the other end
		_, _ = io.WriteString(theirs, "HTTP/1.1 400 Bad Request\r\n\r\n")
		_, _ = io.Copy(io.Discard, theirs)
	}()
	if _, err := dial.Join(t.Context(), ours, dial.Config{}); err == nil {
		t.Error("it was joined")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ours, theirs = net.Pipe()
	if _, err := dial.Join(ctx, ours, dial.Config{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled join gives %v", err)
	}
	if _, err := io.Copy(io.Discard, theirs); err != nil { // ends with the connection
		t.Error(err)
	}
}
