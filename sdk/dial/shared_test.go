package dial_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc/test/bufconn"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var (
	unread = &mperr.StorageFailed{Message: "nobody reads it", Fix: "read it"}
	held   = &mperr.StorageLocked{Path: "here", HolderPID: 7, HolderCommand: "mp"}
	over   = &mperr.StorageFailed{Message: "it has ended", Path: "here", Fix: "repeat it"}
)

// shares is a sink shared until the test ends; the function joins it.
func shares(t *testing.T, sink storage.Sink, patience ...time.Duration) (*dial.Sharing, func(dial.Config) *dial.Joined) {
	t.Helper()
	listener := bufconn.Listen(1 << 16)
	sharing := dial.Share(listener, dial.Shared{
		Sink: sink, Plugin: dial.Info{Name: "test", Version: "1", SDK: "go"}, Locked: held, Over: over, Unread: unread,
		Patience: append(patience, 0)[0],
	})
	t.Cleanup(func() { sharing.Close(0) })
	return sharing, func(cfg dial.Config) *dial.Joined {
		t.Helper()
		conn, err := listener.DialContext(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		joined, err := dial.Join(t.Context(), conn, cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = joined.Close() })
		return joined
	}
}

// memorySink is a store in memory with an empty table.
func memorySink(t *testing.T, engine storage.Engine) storage.Sink {
	t.Helper()
	sink, err := engine.Open(t.Context(), storage.Options{Location: "here"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sink.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	session, err := sink.Begin(t.Context(), storage.Target{Table: "events", Kind: storage.Events, Mode: storage.Create})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sink.Commit(t.Context(), session.ID); err != nil {
		t.Fatal(err)
	}
	return sink
}

// answering is a sink with SQL, whose answers come as they are sent for.
type answering struct {
	storage.Sink

	// more lets one batch go; nil lets all go.
	more chan struct{}
	// batches is how many an answer has, of rows each.
	batches, rows int
	// ended is closed with the answer, where it is not nil.
	ended chan struct{}
}

func (a *answering) Query(context.Context, storage.Query) (storage.Reader, error) {
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	builder.AppendValues(make([]int64, a.rows), nil)
	column := builder.NewArray()
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: column.DataType()}}, nil)
	return &answer{answering: a, left: a.batches, batch: array.NewRecordBatch(schema, []arrow.Array{column}, int64(column.Len()))}, nil
}

type answer struct {
	*answering

	batch arrow.RecordBatch
	left  int
}

func (a *answer) Schema() *arrow.Schema { return a.batch.Schema() }
func (a *answer) Close() error {
	if a.ended != nil {
		close(a.ended)
	}
	return nil
}

func (a *answer) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if a.left == 0 {
		return nil, io.EOF
	}
	if a.more != nil {
		select {
		case <-a.more:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	a.left--
	return a.batch, nil
}

type emptyRows struct{ schema *arrow.Schema }

func (r emptyRows) Schema() *arrow.Schema                         { return r.schema }
func (emptyRows) Next(context.Context) (arrow.RecordBatch, error) { return nil, io.EOF }
func (emptyRows) Footer() storage.Footer                          { return storage.Footer{} }

// count reads an answer to its end.
func count(t *testing.T, rows storage.Reader) (int64, error) {
	t.Helper()
	var n int64
	for {
		batch, err := rows.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		n += batch.NumRows()
	}
}

func ask(t *testing.T, joined *dial.Joined) storage.Reader {
	t.Helper()
	rows, err := joined.Sink.(storage.Querier).Query(t.Context(), storage.Query{SQL: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
