package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

const (
	markerName = "mp-jsonl.json"
	lockName   = ".lock"
	// lockRetry is how often a store that another process holds is tried again.
	lockRetry = 50 * time.Millisecond
)

// engine opens folders.
type engine struct{}

// marker is the content of mp-jsonl.json.
type marker struct {
	Format    int       `json:"format"`
	CreatedAt time.Time `json:"created_at"`
}

func (engine) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilitySample, storage.CapabilityAnalyze}
}

// Open makes the folder where it is missing, locks it, and removes what a run that was killed left unnamed.
func (engine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	if err := prepare(options); err != nil {
		return nil, err
	}
	lock, err := acquire(ctx, options)
	if err != nil {
		return nil, err
	}
	opened := &sink{dir: options.Location, readOnly: options.ReadOnly, lock: lock, sessions: map[string]*session{}}
	if err := opened.start(); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return opened, nil
}

// prepare makes sure that the location is a store or becomes one. It never takes over a folder of something else.
func prepare(options storage.Options) error {
	if _, err := os.Stat(filepath.Join(options.Location, markerName)); err == nil {
		return nil
	} else if options.ReadOnly && errors.Is(err, fs.ErrNotExist) {
		return &mperr.DatabaseNotFound{Path: options.Location}
	}
	if err := os.MkdirAll(options.Location, 0o700); err != nil {
		return failed("make the store", options.Location, err)
	}
	entries, err := os.ReadDir(options.Location)
	if err != nil {
		return failed("open the store", options.Location, err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != lockName && name != markerName {
			return &mperr.StorageFailed{
				Message: options.Location + " is a folder of something else: it holds " + name, Path: options.Location,
				Fix: "give a folder that does not exist yet",
			}
		}
	}
	return nil
}

// acquire locks the store: one writer, or any number of readers. The system lets go of the lock when the process ends.
func acquire(ctx context.Context, options storage.Options) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(options.Location, lockName))
	try, keepTrying := lock.TryLock, lock.TryLockContext
	if options.ReadOnly {
		try, keepTrying = lock.TryRLock, lock.TryRLockContext
	}
	locked, err := try()
	if err == nil && !locked && options.Wait > 0 {
		waiting, cancel := context.WithTimeout(ctx, options.Wait)
		defer cancel()
		if locked, err = keepTrying(waiting, lockRetry); errors.Is(err, context.DeadlineExceeded) {
			err = ctx.Err() // the patience is over; the caller's own deadline is another matter
		}
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, failed("lock the store", options.Location, err)
	case !locked:
		return nil, &mperr.StorageLocked{Path: options.Location}
	}
	return lock, nil
}

// start reads the marker, or writes it into a new store, and sweeps.
func (s *sink) start() error {
	path := filepath.Join(s.dir, markerName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !s.readOnly {
		s.marker = marker{Format: 1, CreatedAt: time.Now().UTC()}
		return saveJSON(path, s.marker)
	}
	if err != nil {
		return failed("open the store", path, err)
	}
	if err := json.Unmarshal(text, &s.marker); err != nil || s.marker.Format != 1 {
		return &mperr.StorageFailed{Message: "this plugin cannot read " + path, Path: path, Cause: err, Fix: "use a newer plugin"}
	}
	if s.readOnly {
		return nil
	}
	return s.sweep()
}
