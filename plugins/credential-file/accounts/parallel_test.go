package accounts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/zalando/go-keyring"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

var errNoEntry = keyring.ErrNotFound

// TestMain makes the test binary a process that adds accounts, where a test starts it as one.
func TestMain(m *testing.M) {
	if path := os.Getenv("ACCOUNTS_TEST_FILE"); path != "" {
		if err := addAsChild(path, os.Getenv("ACCOUNTS_TEST_PREFIX"), os.Getenv("ACCOUNTS_TEST_COUNT")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func addAsChild(path, prefix, count string) error {
	many, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	for i := range many {
		name := fmt.Sprintf("%s-%d", prefix, i)
		c, err := credential.New(fields(name))
		if err != nil {
			return err
		}
		if _, err := New(Config{Path: path, LockWait: time.Minute}).Add(context.Background(), name, c); err != nil {
			return err
		}
	}
	return nil
}

// addInParallel starts processes that add accounts to one file that is not there yet, and reads it meanwhile.
func addInParallel(t *testing.T, processes, each int) {
	t.Helper()
	s := newStore(t)
	var children sync.WaitGroup
	for p := range processes {
		child := exec.Command(os.Args[0])
		child.Env = []string{"ACCOUNTS_TEST_FILE=" + s.path, fmt.Sprintf("ACCOUNTS_TEST_PREFIX=p%d", p), fmt.Sprintf("ACCOUNTS_TEST_COUNT=%d", each)}
		children.Go(func() {
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	done := make(chan struct{})
	go func() { children.Wait(); close(done) }()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		if infos := list(t, s); len(infos) > 0 {
			resolve(t, s, infos[len(infos)-1].Name)
		}
	}
	infos := list(t, s)
	if len(infos) != processes*each {
		t.Errorf("%d accounts, want %d: %s", len(infos), processes*each, namesOf(infos))
	}
	for _, info := range infos {
		if got := resolve(t, s, info.Name).Credentials.Secret().Reveal(); got != canary {
			t.Errorf("%s has secret %q", info.Name, got)
		}
	}
}

func TestChangesOfOneProcessFollowOneAnother(t *testing.T) {
	path := filepath.Join(home(t), "config.toml")
	shared := New(Config{Path: path, LockWait: time.Minute})
	var changes sync.WaitGroup
	for i := range 10 {
		changes.Go(func() {
			own := New(Config{Path: path, LockWait: time.Minute})
			kept, gone := fmt.Sprintf("kept%d", i), fmt.Sprintf("gone%d", i)
			_, addErr := own.Add(t.Context(), kept, credentials(t, fields(kept)))
			_, alsoErr := shared.Add(t.Context(), gone, credentials(t, fields(gone)))
			_, removeErr := own.Remove(t.Context(), gone)
			if err := errors.Join(addErr, alsoErr, removeErr, shared.SetDefault(t.Context(), kept)); err != nil {
				t.Error(err)
			}
		})
	}
	changes.Wait()
	if infos := list(t, shared); len(infos) != 10 {
		t.Errorf("accounts = %s", namesOf(infos))
	}
	resolve(t, shared, "")
}

func TestAddOfOneNameSucceedsOnce(t *testing.T) {
	s := New(Config{Path: filepath.Join(home(t), "config.toml"), LockWait: time.Minute})
	errs := make(chan error, 10)
	var adds sync.WaitGroup
	for range cap(errs) {
		adds.Go(func() {
			_, err := s.Add(t.Context(), "same", credentials(t, fields("same")))
			errs <- err
		})
	}
	adds.Wait()
	close(errs)
	added := 0
	for err := range errs {
		if err == nil {
			added++
		} else if !errors.As(err, new(*mperr.AccountExists)) {
			t.Error(err)
		}
	}
	if added != 1 {
		t.Errorf("%d adds succeeded, want 1", added)
	}
}

func TestABusyFileIsToldWithItsLock(t *testing.T) {
	path := filepath.Join(home(t), "config.toml")
	s := New(Config{Path: path, LockWait: time.Millisecond})
	other := flock.New(path + ".lock")
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Unlock() }()
	_, err := s.Add(t.Context(), "a", credentials(t, fields("a")))
	wantConfig(t, s, err, 0, "", "is being changed by another process", "wait for that process to end")
	if infos := list(t, s); len(infos) != 0 {
		t.Errorf("accounts = %s", namesOf(infos))
	}
}
