//go:build unix

package plugin

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestOneProcessServesAllWhoStartAPlugin(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	install(t, dir, Credential, "one")
	install(t, dir, Credential, "two")
	install(t, dir, Storage, "one")
	m := managed(t, Config{Dirs: []string{dir}, StartTimeout: time.Minute})
	var mu sync.Mutex
	seen := map[*Process]int{}
	var starts sync.WaitGroup
	for i := range 24 {
		starts.Go(func() {
			kind, name := Credential, "one"
			switch i % 3 {
			case 1:
				name = "two"
			case 2:
				kind = Storage
			}
			p, err := m.Start(t.Context(), kind, name)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			seen[p]++
		})
	}
	starts.Wait()
	if len(seen) != 3 {
		t.Errorf("%d processes, want 3", len(seen))
	}
	for p, n := range seen {
		if n != 8 {
			t.Errorf("%s was given %d times, want 8", p.found.FileName(), n)
		}
	}
}

func TestADeadProcessIsReplaced(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	install(t, dir, Credential, "one")
	m := managed(t, Config{Dirs: []string{dir}})
	first := started(t, m, "one")
	_ = fail(t, first, "exit")
	second := started(t, m, "one")
	if first == second {
		t.Fatal("the dead process was given again")
	}
	do(t, second, "anything")
	if err := second.Stop(); err != nil {
		t.Fatal(err)
	}
	do(t, started(t, m, "one"), "anything")
}

func TestAFailedStartCanBeRepeated(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	script(t, dir, "one", "exit 1")
	m := managed(t, Config{Dirs: []string{dir}})
	if _, err := m.Start(t.Context(), Credential, "one"); mperr.CodeOf(err) != "PLUGIN_START_FAILED" {
		t.Fatalf("got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "mp-credential-one")); err != nil {
		t.Fatal(err)
	}
	install(t, dir, Credential, "one")
	do(t, started(t, m, "one"), "anything")
}

func TestWhoWaitsForAStartIsNotCancelledWithItsStarter(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	gate := filepath.Join(t.TempDir(), "gate")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The first start hangs; once the gate is there, a start succeeds.
	binary := filepath.Join(t.TempDir(), "mp-credential-one")
	if err := os.Symlink(self, binary); err != nil {
		t.Fatal(err)
	}
	script(t, dir, "one", "if [ -e "+gate+" ]; then exec "+binary+"; fi; touch "+gate+"; sleep 600")
	m := managed(t, Config{Dirs: []string{dir}, StartTimeout: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var starts sync.WaitGroup
	starts.Go(func() {
		if _, err := m.Start(ctx, Credential, "one"); mperr.CodeOf(err) != "CANCELED" {
			t.Errorf("the starter got %v, want CANCELED", err)
		}
	})
	eventually(t, "the first start", func() bool { _, err := os.Stat(gate); return err == nil })
	starts.Go(func() { do(t, started(t, m, "one"), "anything") })
	cancel()
	starts.Wait()
}

func TestCloseStopsAllAndCanBeRepeated(t *testing.T) {
	t.Parallel()
	dir, runDir := shelf(t), shortDir(t)
	install(t, dir, Credential, "one")
	install(t, dir, Credential, "two")
	script(t, dir, "slow", "sleep 600")
	m := NewManager(Config{Dirs: []string{dir}, RunDir: runDir, StartTimeout: time.Hour, DescribeTimeout: time.Minute})
	one, two := started(t, m, "one"), started(t, m, "two")
	var start, closes sync.WaitGroup
	start.Go(func() {
		if _, err := m.Start(t.Context(), Credential, "slow"); mperr.CodeOf(err) != "CANCELED" {
			t.Errorf("the start under way got %v, want CANCELED", err)
		}
	})
	eventually(t, "the slow start", func() bool {
		left, err := filepath.Glob(filepath.Join(runDir, "*", "3"))
		return err == nil && len(left) == 1
	})
	for range 4 {
		closes.Go(func() {
			if err := m.Close(); err != nil {
				t.Error(err)
			}
			wantStopped(t, one)
			wantStopped(t, two)
		})
	}
	closes.Wait()
	start.Wait()
	if left, err := os.ReadDir(runDir); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	if _, err := m.Start(t.Context(), Credential, "one"); mperr.CodeOf(err) != "PLUGIN_START_FAILED" || !strings.Contains(err.Error(), "shut down") {
		t.Errorf("Start after Close gave %v", err)
	}
}

func TestCloseOfAnUnusedManagerTouchesNothing(t *testing.T) {
	t.Parallel()
	runDir := shortDir(t)
	m := NewManager(Config{Dirs: []string{"/nowhere"}, RunDir: runDir})
	m.List()
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(runDir); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestAProcessOutlivesTheThreadThatStartedIt(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	install(t, dir, Credential, "one")
	m := managed(t, Config{Dirs: []string{dir}})
	given := make(chan *Process)
	go func() {
		// A goroutine that ends locked takes its thread along, and with it whatever the kernel ties to it.
		runtime.LockOSThread()
		p, err := m.Start(context.Background(), Credential, "one")
		if err != nil {
			t.Error(err)
		}
		given <- p
	}()
	p := <-given
	for range 100 {
		do(t, p, "anything")
	}
}

func TestStartAndStopLeaveNoDescriptorsAndGoroutines(t *testing.T) {
	dir := shelf(t)
	install(t, dir, Credential, "one")
	m := managed(t, Config{Dirs: []string{dir}})
	cycle := func() {
		if err := started(t, m, "one").Stop(); err != nil {
			t.Fatal(err)
		}
	}
	descriptors := func() int {
		open, err := os.ReadDir("/dev/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(open)
	}
	cycle()
	goroutines, files := runtime.NumGoroutine(), descriptors()
	for range 2 {
		cycle()
	}
	eventually(t, "the end of all goroutines", func() bool { return runtime.NumGoroutine() <= goroutines })
	if now := descriptors(); now > files {
		t.Errorf("%d descriptors are open, %d were", now, files)
	}
}

func TestProtocolIsTheNewestThatIsSpoken(t *testing.T) {
	for _, kind := range []Kind{Credential, Storage} {
		if all := protocols(kind); all[len(all)-1] != Protocol {
			t.Errorf("%s: %v are spoken, and the newest is called %d", kind, all, Protocol)
		}
	}
}
