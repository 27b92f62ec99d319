package engine

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Sink is an open DuckDB file.
type Sink struct {
	place

	database *duck.Database
	format   format
	now      func() time.Time
	small    size
	log      *writeAhead
	config   *configuration
	letGo    func()

	// turn is held by what begins or ends a session or drops a table: one at a time.
	turn *semaphore.Weighted

	// life ends with Close, which then waits for the calls under way.
	life context.Context //nolint:containedctx // it is the sink's own and ends with Close
	end  context.CancelCauseFunc

	mu     sync.Mutex
	closed bool
	calls  sync.WaitGroup
	// sessions are those open in this sink, by id.
	sessions  map[string]*session
	beginning beginning
}

var (
	_ storage.Sink     = (*Sink)(nil)
	_ storage.Querier  = (*Sink)(nil)
	_ storage.Sampler  = (*Sink)(nil)
	_ storage.Analyzer = (*Sink)(nil)
)

func newSink(e *Engine, p place, configuration *configuration, found format, letGo func()) *Sink {
	database := configuration.database
	life, end := context.WithCancelCause(context.Background())
	return &Sink{
		place: p, database: database, format: found, now: e.now, small: e.small, letGo: letGo, turn: semaphore.NewWeighted(1),
		log: newWriteAhead(database, p.path, e.largeLog), config: configuration,
		life: life, end: end, sessions: map[string]*session{},
	}
}

// Close ends what is under way, writes everything into the one file (no .wal stays beside it) and lets go of it. Sessions
// that are open stay unfinished. A file that this open has made is gone after it where a session failed and nothing was
// stored. The file is let go also where writing failed; what was committed is in the .wal then,
// and the next Open takes it from there.
func (s *Sink) Close(ctx context.Context) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.end(s.isClosed())

	over := make(chan struct{})
	go func() { // ends with the last call, which the end of life has told to come back
		defer close(over)
		s.calls.Wait()
	}()
	select {
	case <-over:
	case <-ctx.Done():
		// Rows that do not come back keep the file open; closing it underneath them would crash.
		return ctx.Err()
	}
	s.database.EndAnswers()
	var err error
	if !s.readOnly {
		err = s.failed(ctx, "write database "+s.location, s.database.Exec(ctx, "CHECKPOINT"))
	}
	vain := err == nil && s.isVain()
	if vain && removesOpen {
		_ = os.Remove(s.path) // an empty store that stays harms nobody
	}
	if closing := s.failed(ctx, "close database "+s.location, s.database.Close()); err == nil {
		err = closing
	}
	if vain && !removesOpen {
		_ = os.Remove(s.path)
	}
	s.letGo()
	return err
}

// Info describes the file. A file that another program made tells the time of its last change as the time it was created.
func (s *Sink) Info(ctx context.Context) (storage.Info, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return storage.Info{}, err
	}
	defer leave()
	info := storage.Info{Location: s.location, CreatedAt: s.format.createdAt.UTC()}
	for i, path := range []string{s.path, s.path + ".wal"} {
		file, err := os.Stat(path)
		if err != nil {
			continue // there is no log after a checkpoint
		}
		info.SizeBytes += file.Size()
		if i == 0 && s.format.version == 0 {
			info.CreatedAt = file.ModTime().UTC()
		}
	}
	err = s.database.Read(ctx, func(tx *duck.Transaction) error {
		return tx.Query(func(into func(...any) error) error { return into(&info.Engine) },
			"SELECT 'DuckDB ' || ltrim(library_version, 'v') FROM pragma_version()")
	})
	return info, s.failed(ctx, "describe database "+s.location, err)
}

// enter begins a call: its context ends with the sink, and leave is called when the call is over.
func (s *Sink) enter(ctx context.Context) (joined context.Context, leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, s.isClosed()
	}
	s.calls.Add(1)
	joined, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(s.life, func() { cancel(context.Cause(s.life)) })
	return joined, func() {
		stop()
		cancel(nil)
		s.calls.Done()
	}, nil
}

// change is enter for what changes the store.
func (s *Sink) change(ctx context.Context) (joined context.Context, leave func(), err error) {
	joined, leave, err = s.enter(ctx)
	if err == nil && s.readOnly {
		leave()
		return nil, nil, &mperr.StorageFailed{
			Message: "database " + s.location + " is open for reading only", Path: s.location, Fix: "open it for writing",
		}
	}
	return joined, leave, err
}

func (s *Sink) isClosed() error {
	return &mperr.StorageFailed{Message: "database " + s.location + " is closed", Path: s.location}
}

func (s *Sink) doing(verb, table string) string { return fmt.Sprintf("%s table %s", verb, table) }
