package engine

import (
	"context"
	"os"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

// largeLog is when DuckDB's log is written into the file, in bytes. DuckDB is told the same: its default, a quarter, has
// every row group compressed several times over (measured: a hundred units of 4000 rows take two and a half times the
// work).
const largeLog = 64 << 20

// writeAhead runs the transactions that write units, and keeps DuckDB's log small meanwhile.
//
// Small transactions go through the log, and what is in the log is in memory too until a checkpoint moves it into the
// file. DuckDB makes one at the end of a transaction, but only where no other is under way, which never happens while
// units are written side by side (seen: a log of a gigabyte). So a checkpoint here waits for the others to end and keeps
// new ones waiting. It does not wait for those that last as long as a download: their rows go straight to the file, and
// what the log has grown to meanwhile is seen to at their end.
type writeAhead struct {
	database *duck.Database
	// log is the path of the log; large is the size from which it is written into the file.
	log   string
	large int64
	// brief is held in part by each transaction that ends by itself, and whole by a checkpoint.
	brief *semaphore.Weighted

	mu sync.Mutex
	// lasting counts the transactions that wait for rows to arrive.
	lasting int
	// due says that a checkpoint is being made, or waits for its turn.
	due bool
	// broken is why a checkpoint failed. DuckDB refuses everything from then on, with less to say about the reason.
	broken error
}

func newWriteAhead(database *duck.Database, path string, large int64) *writeAhead {
	return &writeAhead{database: database, log: path + ".wal", large: large, brief: semaphore.NewWeighted(everybody)}
}

// write runs a transaction that has all it needs.
func (w *writeAhead) write(ctx context.Context, f func(*duck.Transaction) error) error {
	if err := w.enter(ctx); err != nil {
		return err
	}
	err := w.run(ctx, f)
	if err == nil {
		w.shrink(ctx)
	}
	return err
}

// run is the transaction; also a panic gives back its part.
func (w *writeAhead) run(ctx context.Context, f func(*duck.Transaction) error) error {
	defer w.brief.Release(1)
	return w.database.Write(ctx, f)
}

// writeLasting runs a transaction that may wait for rows.
func (w *writeAhead) writeLasting(ctx context.Context, f func(*duck.Transaction) error) error {
	if err := w.enter(ctx); err != nil {
		return err
	}
	w.count(1)
	w.brief.Release(1)
	err := func() error {
		defer w.count(-1)
		return w.database.Write(ctx, f)
	}()
	if err == nil {
		w.shrink(ctx)
	}
	return err
}

// enter waits until no checkpoint is being made, and keeps one from beginning.
func (w *writeAhead) enter(ctx context.Context) error {
	if err := w.brief.Acquire(ctx, 1); err != nil {
		return err
	}
	w.mu.Lock()
	broken := w.broken
	w.mu.Unlock()
	if broken != nil {
		w.brief.Release(1)
	}
	return broken
}

func (w *writeAhead) count(change int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lasting += change
}

// shrink makes a checkpoint where the log is large. What it follows is committed and stays so, whatever becomes of it.
func (w *writeAhead) shrink(ctx context.Context) {
	log, err := os.Stat(w.log)
	if err != nil || log.Size() < w.large || !w.begin() {
		return
	}
	defer w.end()
	if w.brief.Acquire(ctx, everybody) != nil {
		return // another one's end sees to it
	}
	defer w.brief.Release(everybody)
	if w.isLasting() {
		return
	}
	// A checkpoint that is interrupted takes the whole instance down, so it goes on when the caller gives up.
	err = w.database.Exec(context.WithoutCancel(ctx), "CHECKPOINT")
	if failure := duck.FailureOf(err); failure != nil && failure.Kind != inTheWay {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.broken = err
	}
}

// inTheWay is the kind of failure of a checkpoint that meets a transaction of another sort, such as that of a Begin.
const inTheWay = "TransactionContext"

func (w *writeAhead) isLasting() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lasting > 0
}

// begin says whether the caller is to make a checkpoint: nobody else is at it, and no lasting transaction is in its way.
func (w *writeAhead) begin() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.due || w.lasting > 0 {
		return false
	}
	w.due = true
	return true
}

func (w *writeAhead) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.due = false
}
