//go:build unix

package plugin

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// one starts one plugin of this binary, mp-credential-well.
func one(t *testing.T, cfg Config, manifest ...string) *Process {
	t.Helper()
	dir := shelf(t)
	install(t, dir, Credential, "well", manifest...)
	cfg.Dirs = []string{dir}
	return started(t, managed(t, cfg), "well")
}

func TestACrashSaysHowTheProcessEnded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ deed, problem, exit, stderr string }{
		{"exit", "its process ended", "exit status 3", "the last words"},
		{"panic", "panic: boom", "exit status 2", "panic: boom"},
		{"kill", "killed from outside", "signal: killed", ""},
	} {
		t.Run(c.deed, func(t *testing.T) {
			t.Parallel()
			p := one(t, Config{})
			err := fail(t, p, c.deed)
			crash, ok := errors.AsType[*mperr.PluginCrashed](err)
			if !ok {
				t.Fatalf("got %s: %v, want PLUGIN_CRASHED", mperr.CodeOf(err), err)
			}
			if crash.Plugin != "mp-credential-well" || crash.Call != "credential.Resolve" || crash.Exit != c.exit || !strings.Contains(crash.Problem, c.problem) || crash.Fix == "" {
				t.Errorf("got %+v", crash.Evidence)
			}
			if c.stderr != "" && !slices.Contains(crash.Stderr, c.stderr) {
				t.Errorf("stderr is %q, want %q", crash.Stderr, c.stderr)
			}
			if again := fail(t, p, "anything"); mperr.CodeOf(again) != "PLUGIN_CRASHED" {
				t.Errorf("the next call gave %v, want PLUGIN_CRASHED", again)
			}
		})
	}
}

func TestACrashShowsNoSecret(t *testing.T) {
	t.Parallel()
	lookup := environment(map[string]string{"MP_TEST_SECRET": "canary-5511"})
	p := one(t, Config{LookupEnv: lookup}, `secret_env = ["MP_TEST_SECRET"]`)
	err := fail(t, p, "tell-secret")
	if e := evidenceOf(t, err); !slices.Contains(e.Stderr, "the secret is ***") || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v with %q", err, e.Stderr)
	}
}

func TestASecretInTheWrongListIsHiddenAllTheSame(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"MP_SECRET", "Vault_Token", "PGPASSWORD", "API_KEY"} {
		var out buffer
		log := slog.New(slog.NewTextHandler(&out, nil))
		lookup := environment(map[string]string{name: "canary-5511"})
		p := one(t, Config{LookupEnv: lookup, Log: log}, `env = ["`+name+`", "`+raceSettings+`"]`)
		err := fail(t, p, "tell "+name)
		if e := evidenceOf(t, err); !slices.Contains(e.Stderr, name+" is ***") {
			t.Errorf("%s: evidence %q", name, e.Stderr)
		}
		if said := out.String(); !strings.Contains(said, name+" is ***") || strings.Contains(said, "canary") {
			t.Errorf("%s: the log is %q", name, said)
		}
	}
}

func TestACrashShowsNoSecretThatPassedThroughACall(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	do(t, p, "anything")
	err := fail(t, p, "tell-resolved")
	if e := evidenceOf(t, err); !slices.Contains(e.Stderr, "resolved ***") {
		t.Errorf("got %v with %q", err, e.Stderr)
	}
}

func TestWhatAPluginLogsReachesTheHostsLog(t *testing.T) {
	t.Parallel()
	var out buffer
	p := one(t, Config{Log: slog.New(slog.NewTextHandler(&out, nil))})
	do(t, p, "log")
	eventually(t, "the record", func() bool {
		return strings.Contains(out.String(), `level=WARN msg="from the plugin" plugin=mp-credential-well k=v`)
	})
}

func TestAManifestThatWasNotRenewedIsRemarkedOn(t *testing.T) {
	t.Parallel()
	var out buffer
	one(t, Config{Log: slog.New(slog.NewTextHandler(&out, nil))}, `capabilities = ["accounts"]`)
	if got := out.String(); !strings.Contains(got, "differ in their capabilities") || strings.Contains(got, "version") {
		t.Errorf("the log is %q", got)
	}
}

// buffer is a strings.Builder for many goroutines.
type buffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestACallThatIsNotAnsweredInTimeKillsTheProcess(t *testing.T) {
	t.Parallel()
	p := one(t, Config{CallTimeout: 200 * time.Millisecond})
	err := fail(t, p, "hang")
	late, ok := errors.AsType[*mperr.PluginTimeout](err)
	if !ok || late.Seconds != 0.2 || late.Call != "credential.Resolve" || late.Plugin != "mp-credential-well" || late.Fix == "" {
		t.Fatalf("got %s: %v, want a PluginTimeout after 0.2 s", mperr.CodeOf(err), err)
	}
	<-p.Done()
}

func TestTheCallersOwnDeadlineLeavesTheProcessAlive(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := p.Provider().Resolve(ctx, credential.Request{Account: "hang"})
	if mperr.CodeOf(err) != "DEADLINE_EXCEEDED" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want DEADLINE_EXCEEDED", err)
	}
	do(t, p, "anything")
}

func TestAStoppedProcessIsFoundOutByPings(t *testing.T) {
	t.Parallel()
	p := one(t, Config{PingInterval: 20 * time.Millisecond, PingTimeout: time.Second})
	err := fail(t, p, "stop")
	late, ok := errors.AsType[*mperr.PluginTimeout](err)
	if !ok || !strings.Contains(late.Problem, "answers no pings") || late.Call != "credential.Resolve" || late.Fix == "" {
		t.Fatalf("got %s: %v, want a PluginTimeout", mperr.CodeOf(err), err)
	}
	<-p.Done()
}

func TestALongCallOutlivesManyPings(t *testing.T) {
	t.Parallel()
	p := one(t, Config{PingInterval: time.Millisecond, PingTimeout: time.Minute})
	flag := filepath.Join(t.TempDir(), "flag")
	var pings atomic.Int64
	counting := &watchdog{interval: time.Millisecond, timeout: time.Minute}
	counting.hung = func() { t.Error("the process counts as hung") }
	counting.ping = func(ctx context.Context) error {
		if pings.Add(1) == 50 {
			put(t, flag, "", 0o600)
		}
		return p.watchdog.ping(ctx)
	}
	counting.pending.Add(1)
	ctx, cancel := context.WithCancel(t.Context())
	var watch sync.WaitGroup
	watch.Go(func() { counting.watch(ctx) })
	if got := do(t, p, "wait-for "+flag); !slices.Equal(got, []string{"seen"}) {
		t.Errorf("got %q", got)
	}
	cancel()
	watch.Wait()
}

func TestAnAnswerOutsideTheProtocolIsToldApartFromACrash(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	stranger(t, dir, "stranger")
	cfg := Config{Dirs: []string{dir}, StopGrace: 50 * time.Millisecond}
	for _, c := range []struct {
		deed, problem string
		lives         bool
	}{
		{"unknown", "does not know this call", true},
		{"large", "larger than max", true},
		{"trailer", "outside the protocol", true},
		{"sealed", "the vault is sealed", true},
		{"leave", "closed the connection and lives on", false},
	} {
		t.Run(c.deed, func(t *testing.T) {
			t.Parallel()
			p := started(t, managed(t, cfg), "stranger")
			err := fail(t, p, c.deed)
			breach, ok := errors.AsType[*mperr.PluginProtocol](err)
			if !ok || !strings.Contains(breach.Problem, c.problem) || breach.Plugin != "mp-credential-stranger" || breach.Call != "credential.Resolve" || breach.Fix == "" {
				t.Fatalf("got %s: %v, want PLUGIN_PROTOCOL %q", mperr.CodeOf(err), err, c.problem)
			}
			if c.lives {
				if again := fail(t, p, "unknown"); mperr.CodeOf(again) != "PLUGIN_PROTOCOL" {
					t.Errorf("the next call gave %v: the connection is gone", again)
				}
			} else {
				<-p.Done()
			}
		})
	}
}

// TestAPluginThatTakesItsTimeToEndHasCrashed: one that closes its store, or a busy machine, lets a while pass between the
// end of the connection and the process's.
func TestAPluginThatTakesItsTimeToEndHasCrashed(t *testing.T) {
	t.Parallel()
	dir := shelf(t)
	stranger(t, dir, "stranger")
	err := fail(t, started(t, managed(t, Config{Dirs: []string{dir}}), "stranger"), "linger")
	crash, ok := errors.AsType[*mperr.PluginCrashed](err)
	if !ok || crash.Exit != "exit status 3" || !slices.Contains(crash.Stderr, "the last words") {
		t.Errorf("got %s: %v", mperr.CodeOf(err), err)
	}
}

func TestAnAnswerLargerThanTheLimitIsACodedError(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	if err := fail(t, p, "huge"); mperr.CodeOf(err) != "PLUGIN_PROTOCOL" {
		t.Errorf("got %s: %.200v, want PLUGIN_PROTOCOL", mperr.CodeOf(err), err)
	}
	do(t, p, "anything")
}

func TestHostileStderrHarmsNobody(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	do(t, p, "poison")
	do(t, p, "flood")
	do(t, p, "poison")
	eventually(t, "the last line", func() bool { return slices.Contains(p.journal.last(), "clean") })
	for _, line := range p.journal.last() {
		if strings.ContainsRune(line, 0x1b) || len(line) > maxShown+len("…") {
			t.Errorf("kept %d bytes: %.80q", len(line), line)
		}
	}
}

func TestManyCallsAtOnceLearnOfTheSameCrash(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	var calls sync.WaitGroup
	for range 16 {
		calls.Go(func() {
			if _, err := p.Provider().Resolve(t.Context(), credential.Request{Account: "hang"}); mperr.CodeOf(err) != "PLUGIN_CRASHED" || evidenceOf(t, err).Exit != "signal: killed" {
				t.Errorf("got %v, want PLUGIN_CRASHED by SIGKILL", err)
			}
		})
	}
	eventually(t, "the calls", func() bool { return p.watchdog.pending.Load() == 16 })
	if err := syscall.Kill(number(t, p), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	calls.Wait()
}

func TestTheEndNamesTheCallThatWasUnderWay(t *testing.T) {
	t.Parallel()
	idle, busy, stopped := one(t, Config{}), one(t, Config{}), one(t, Config{})
	if err := idle.End(); err != nil {
		t.Errorf("a process that runs has the end %v", err)
	}
	do(t, idle, "anything")
	var call sync.WaitGroup
	call.Go(func() {
		if _, err := busy.Provider().Resolve(t.Context(), credential.Request{Account: "hang"}); err == nil {
			t.Error("the call did not fail")
		}
	})
	eventually(t, "the call", func() bool { return busy.underway.last() != "" })
	for p, want := range map[*Process]string{idle: "", busy: "credential.Resolve"} {
		if err := syscall.Kill(number(t, p), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		<-p.Done()
		if crash, ok := errors.AsType[*mperr.PluginCrashed](p.End()); !ok || crash.Call != want || crash.Exit != "signal: killed" {
			t.Errorf("the end is %v, want a crash during %q", p.End(), want)
		}
	}
	call.Wait()
	if crash, ok := errors.AsType[*mperr.PluginCrashed](busy.End()); !ok || crash.Call != "credential.Resolve" {
		t.Errorf("after the call the end is %v", busy.End())
	}
	if err := stopped.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := stopped.End(); mperr.CodeOf(err) != "CANCELED" {
		t.Errorf("the end of a stopped process is %v", err)
	}
}
