package quota

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// file is the books on disk, shared with other processes. It is safe for concurrent use.
type file struct {
	path string
	warn func(string)

	mu sync.Mutex
	// last are the books as this process has last seen them.
	last books
	// alone says that the file cannot be used, and that last is all there is.
	alone bool
}

const (
	// lockPatience is how long a lock is waited for. Whoever holds it does so for a millisecond, unless it was stopped.
	lockPatience = 2 * time.Second
	lockPoll     = 5 * time.Millisecond
	// mostBytes is far more than the requests of an hour take.
	mostBytes = 1 << 20
)

// change runs do on the books while no other process has them, and keeps what it made of them.
func (f *file) change(do func(*books)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.alone {
		do(&f.last)
		return
	}
	unlock, err := f.lock()
	if err != nil {
		f.secede(err)
		do(&f.last)
		return
	}
	defer unlock()
	f.load()
	do(&f.last)
	if err := f.save(); err != nil {
		f.secede(err)
	}
}

// look gives a copy of the books and changes nothing on disk, not even by making the file.
func (f *file) look() books {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.alone {
		f.load()
	}
	return f.last.clone()
}

// lock waits for the file beside the books: these are replaced, and with them a lock on them would be.
func (f *file) lock() (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("another process holds %s", lock.Path())
		}
		return nil, err
	}
	return func() { _ = lock.Unlock() }, nil
}

// load reads the books. Damaged ones are begun anew from what this process has seen.
func (f *file) load() {
	read, err := readBooks(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.last = books{Version: version}
	case err != nil:
		f.warn(fmt.Sprintf("the record of requests %s cannot be read and is begun anew: %v", f.path, err))
	default:
		f.last = read
	}
}

func readBooks(path string) (books, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return books{}, err
	}
	if !info.Mode().IsRegular() {
		return books{}, errors.New("it is no plain file")
	}
	opened, err := os.Open(path)
	if err != nil {
		return books{}, err
	}
	defer func() { _ = opened.Close() }()
	text, err := io.ReadAll(io.LimitReader(opened, mostBytes))
	if err != nil {
		return books{}, err
	}
	var read books
	if err := json.Unmarshal(text, &read); err != nil {
		return books{}, err
	}
	if read.Version != version {
		return books{}, fmt.Errorf("it has version %d, not %d", read.Version, version)
	}
	return read.clone(), nil
}

// save replaces the file. A process that is killed meanwhile leaves the old one, and a name that the next one uses.
func (f *file) save() error {
	f.last.Version = version
	text, err := json.Marshal(f.last)
	if err != nil {
		return err
	}
	fresh := f.path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(fresh, append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, f.path)
}

// secede counts without the file from now on.
func (f *file) secede(err error) {
	f.alone = true
	f.warn(fmt.Sprintf("requests are counted by this process alone, as the record %s cannot be used: %v", f.path, err))
}
