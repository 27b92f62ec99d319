package engine

import (
	"context"
	"errors"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Engine opens DuckDB files. It is safe for concurrent use.
type Engine struct {
	now   func() time.Time
	pause func(context.Context, time.Duration) error
	small size
	// largeLog is the size of DuckDB's log from which it is written into the file.
	largeLog int64
}

var _ storage.Engine = (*Engine)(nil)

// New makes the engine.
func New() *Engine { return &Engine{now: time.Now, pause: pause, small: small, largeLog: largeLog} }

// Capabilities are SQL, samples, questions and property columns.
func (*Engine) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilitySQL, storage.CapabilitySample, storage.CapabilityAnalyze, storage.CapabilityColumns}
}

// The steps in which a waiting Open looks whether the store is free. DuckDB cannot tell when a lock is let go.
const (
	firstPause = 10 * time.Millisecond
	lastPause  = 250 * time.Millisecond
)

// Open opens the file at options.Location. Besides what the contract says: [mperr.InvalidArgument] for a setting or a
// path that DuckDB does not take, [mperr.StorageFailed] for a file that is none of DuckDB's, is damaged, was written by a
// newer version, or may not be read or written.
func (e *Engine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	config, err := configOf(options)
	if err != nil {
		return nil, err
	}
	place, err := locate(options)
	if err != nil {
		return nil, err
	}
	patience := e.now().Add(options.Wait)
	for wait := firstPause; ; wait = min(2*wait, lastPause) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sink, err := e.open(ctx, place, config, options.Settings)
		if err == nil {
			return sink, nil
		}
		left := patience.Sub(e.now())
		if _, locked := errors.AsType[*mperr.StorageLocked](err); !locked || left <= 0 {
			return nil, err
		}
		if err := e.pause(ctx, min(wait, left)); err != nil {
			return nil, err
		}
	}
}

func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
