//go:build unix

package plugin

import (
	"errors"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// number is the process's.
func number(t testing.TB, p *Process) int {
	t.Helper()
	n, err := strconv.Atoi(p.child.ID())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// wantStopped checks that nothing is left of a stopped process.
func wantStopped(t *testing.T, p *Process) {
	t.Helper()
	select {
	case <-p.Done():
	default:
		t.Error("Done is open after Stop")
	}
	if !gone(p.child.ID()) {
		t.Errorf("process %s lives on", p.child.ID())
	}
	if _, err := os.Stat(p.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its folder is left: %v", err)
	}
}

func TestStopEndsAProcessInOrder(t *testing.T) {
	t.Parallel()
	p := one(t, Config{StopGrace: time.Minute})
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	wantStopped(t, p)
	if exit, _ := p.child.ended(); exit != "exit status 0" {
		t.Errorf("it ended with %q, want exit status 0", exit)
	}
	if err := p.Stop(); err != nil {
		t.Errorf("the second Stop: %v", err)
	}
}

func TestStopEndsAProcessThatDoesNotListen(t *testing.T) {
	t.Parallel()
	t.Run("stopped", func(t *testing.T) {
		t.Parallel()
		p := one(t, Config{StopGrace: 50 * time.Millisecond})
		if err := syscall.Kill(number(t, p), syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
		wantStopped(t, p)
	})
	t.Run("lingers", func(t *testing.T) {
		t.Parallel()
		dir := shelf(t)
		stranger(t, dir, "stranger")
		p := started(t, managed(t, Config{Dirs: []string{dir}, StopGrace: 50 * time.Millisecond}), "stranger")
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
		wantStopped(t, p)
	})
}

func TestStopTakesGrandchildrenAlong(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	pid := do(t, p, "grandchild")[0]
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	wantStopped(t, p)
	// It is not a child of this test: whoever adopted it reaps it in his own time.
	eventually(t, "the end of the grandchild", func() bool { return gone(pid) })
}

func TestACrashTakesGrandchildrenAlong(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	pid := do(t, p, "grandchild")[0]
	if err := fail(t, p, "exit"); mperr.CodeOf(err) != "PLUGIN_CRASHED" {
		t.Errorf("got %v", err)
	}
	eventually(t, "the end of the grandchild", func() bool { return gone(pid) })
}

func TestStopDoesNotWaitForWhoeverHoldsStderr(t *testing.T) {
	t.Parallel()
	p := one(t, Config{StopGrace: time.Hour})
	pid := do(t, p, "grandchild own-session")[0]
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(n, syscall.SIGKILL) }()
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	wantStopped(t, p)
}

func TestCallsUnderWayEndAsCancelledWithStop(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	var call sync.WaitGroup
	call.Go(func() {
		_, err := p.Provider().Resolve(t.Context(), credential.Request{Account: "hang"})
		if mperr.CodeOf(err) != "CANCELED" {
			t.Errorf("got %s: %v, want CANCELED", mperr.CodeOf(err), err)
		}
	})
	eventually(t, "the call", func() bool { return p.watchdog.pending.Load() == 1 })
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	call.Wait()
}

func TestStopFromManySidesIsOneStop(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	var stops sync.WaitGroup
	for range 8 {
		stops.Go(func() {
			if err := p.Stop(); err != nil {
				t.Error(err)
			}
			wantStopped(t, p)
		})
	}
	stops.Wait()
}
