package duck

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	bindings "github.com/duckdb/duckdb-go-bindings"
)

// errClosed is what a call gets whose database was closed underneath it.
var errClosed = errors.New("the database is closed")

// Answer is the answer to a [Question], as a stream of small record batches. Next is called by one goroutine at a time;
// Close may be called by any.
type Answer struct {
	database *Database
	conn     connection
	// life ends with Close, so that a Next under way comes back.
	life context.Context //nolint:containedctx // it is the answer's own and ends with Close
	end  context.CancelFunc

	mu     sync.Mutex // held by Next and while Close destroys
	result bindings.Result
	shape  *shape
	closed bool
}

// Query runs q and gives its answer. Without q.Write it runs in a transaction that cannot write, and rows are computed as
// they are read; with it, everything has happened and is committed before Query returns. The context ends the wait for
// the first row, Next has its own. An error of DuckDB is a [Failure].
func (d *Database) Query(ctx context.Context, q Question) (*Answer, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := &Answer{database: d}
	a.life, a.end = context.WithCancel(context.Background())
	if bindings.Connect(d.native, &a.conn.native) == bindings.StateError {
		a.end()
		return nil, errors.New("DuckDB gave no connection")
	}
	if !d.enlist(a) {
		a.Close()
		return nil, errClosed
	}
	if err := a.during(ctx, func() error { return a.begin(q) }); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Schema is the same for every batch.
func (a *Answer) Schema() *arrow.Schema { return a.shape.schema }

// Next gives the next batch, of at most 2048 rows, which the caller releases; io.EOF after the last one. After any error
// the answer is at its end.
func (a *Answer) Next(ctx context.Context) (batch arrow.RecordBatch, err error) {
	err = a.during(ctx, func() error {
		chunk := bindings.FetchChunk(a.result)
		if chunk.Ptr == nil {
			if message := bindings.ResultError(&a.result); message != "" {
				return parseFailure(message)
			}
			return io.EOF
		}
		defer bindings.DestroyDataChunk(&chunk)
		batch, err = a.shape.batch(chunk)
		return err
	})
	return batch, err
}

// Close ends the answer and its transaction. Calls after the first do nothing.
func (a *Answer) Close() {
	a.end()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	a.closed = true
	a.shape.destroy()
	bindings.DestroyResult(&a.result)
	// The connection takes its open transaction along, which has nothing to keep.
	bindings.Disconnect(&a.conn.native)
	a.database.dismiss(a)
}

func (a *Answer) begin(q Question) error {
	run := a.read
	if q.Write {
		run = a.write
	}
	if err := run(q); err != nil {
		return err
	}
	var err error
	a.shape, err = shapeOf(&a.result)
	return err
}

func (a *Answer) read(q Question) error {
	if err := a.conn.exec("BEGIN TRANSACTION READ ONLY"); err != nil {
		return err
	}
	return a.execute(q)
}

// write commits what the statement does, unless it changed what is to stay.
func (a *Answer) write(q Question) error {
	if err := a.conn.exec("BEGIN TRANSACTION"); err != nil {
		return err
	}
	if q.Steady == "" {
		q.Steady = "SELECT 0::BIGINT"
	}
	before, err := a.conn.number(q.Steady)
	if err != nil {
		return err
	}
	if err := a.execute(q); err != nil {
		return err
	}
	after, err := a.conn.number(q.Steady)
	if err != nil {
		return err
	}
	if before != after {
		return ErrUnsteady
	}
	return a.conn.exec("COMMIT")
}

func (a *Answer) execute(q Question) error {
	prepared, err := a.conn.prepare(q)
	if err != nil {
		return err
	}
	defer func() { prepared.destroy() }()
	if text := prepared.readable(q.SQL); text != "" {
		q.SQL = text
		again, err := a.conn.prepare(q)
		if err != nil {
			return refusal("a column of this answer has a type that cannot be sent: cast it, as in column::VARCHAR")
		}
		prepared.destroy()
		prepared = again
	}
	return prepared.execute(&a.result, !q.Write)
}
