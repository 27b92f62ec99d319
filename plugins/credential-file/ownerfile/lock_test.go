package ownerfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestLockLetsOneInAtATime(t *testing.T) {
	path := filepath.Join(folder(t), "new", "config.toml")
	inside := filepath.Join(filepath.Dir(path), "inside")
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			unlock, err := Lock(t.Context(), path, time.Minute)
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			// The system says whether two are inside: a second folder of that name cannot be made.
			if err := errors.Join(os.Mkdir(inside, 0o700), os.Remove(inside)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for name, mode := range map[string]os.FileMode{filepath.Dir(path): 0o700, path + ".lock": 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v; want mode %o", name, info, err, mode)
		}
	}
}

func TestLockGivesUpAndNamesTheHolder(t *testing.T) {
	path := filepath.Join(folder(t), "config.toml")
	synctest.Test(t, func(t *testing.T) {
		unlock, err := Lock(t.Context(), path, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Lock(t.Context(), path, time.Second)
		wantRefused(t, err, path, fmt.Sprintf("being changed by another process (pid %d), which holds %s.lock", os.Getpid(), path), "wait for that process")

		deadline, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = Lock(deadline, path, time.Minute)
		wantRefused(t, err, path, "being changed by another process", "repeat the command")

		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err = Lock(canceled, path, time.Minute); !errors.Is(err, context.Canceled) {
			t.Errorf("canceled Lock = %v", err)
		}
		unlock()
		unlock, err = Lock(t.Context(), path, time.Second)
		if err != nil {
			t.Fatalf("lock after unlock: %v", err)
		}
		unlock()
	})
}

func TestLockRefusesAFolderItCannotUse(t *testing.T) {
	dir := folder(t)
	file := filepath.Join(dir, "file")
	put(t, file, "", 0o600)
	_, err := Lock(t.Context(), filepath.Join(file, "config.toml"), time.Second)
	wantRefused(t, err, filepath.Join(file, "config.toml"), "is unchanged", "check the disk")

	if err := os.MkdirAll(filepath.Join(dir, "config.toml.lock"), 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "config.toml")
	_, err = Lock(t.Context(), path, time.Second)
	wantRefused(t, err, path, "cannot be locked with "+path+".lock", "check the rights")
}
