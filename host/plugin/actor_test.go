//go:build unix

package plugin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// act serves as the plugin of that name.
func act(kind Kind, name string) {
	plugin := sdk.Plugin{Name: name, Version: "1.0.0"}
	switch name {
	case "misnamed":
		plugin.Name = "somebody-else"
	case "turncoat":
		kind = map[Kind]Kind{Credential: Storage, Storage: Credential}[kind]
	}
	if kind == Credential {
		plugin.Credential = actor{}
	} else {
		plugin.Storage = freezer{}
	}
	sdk.Serve(plugin)
}

// actor is a provider whose account's name says what it does.
type actor struct{}

func (actor) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	deed, argument, _ := strings.Cut(request.Account, " ")
	switch deed {
	case "exit":
		stderr("the last words")
		os.Exit(3)
	case "panic":
		go func() { panic("boom") }()
	case "kill":
		signal(syscall.SIGKILL)
	case "signal":
		number, _ := strconv.Atoi(argument)
		signal(syscall.Signal(number))
	case "stop":
		signal(syscall.SIGSTOP)
	case "tell-secret":
		stderr("the secret is " + os.Getenv("MP_TEST_SECRET"))
		os.Exit(4)
	case "tell":
		stderr(argument + " is " + os.Getenv(argument))
		os.Exit(4)
	case "tell-resolved":
		stderr("resolved " + secret)
		os.Exit(4)
	case "missing":
		return nothing, &mperr.AccountNotFound{AccountName: argument, AvailableAccounts: []string{"a"}}
	case "huge":
		return noted(strings.Repeat("x", 9<<20))
	default:
		return quiet(ctx, deed, argument)
	}
	select {}
}

// quiet are the deeds after which the process lives on.
func quiet(ctx context.Context, deed, argument string) (credential.Resolution, error) {
	switch deed {
	case "environ":
		return noted(os.Environ()...)
	case "where":
		dir, err := os.Getwd()
		input, readErr := io.ReadAll(os.Stdin)
		if err := errors.Join(err, readErr); err != nil {
			return nothing, err
		}
		return noted(dir, os.TempDir(), string(input), strconv.Itoa(syscall.Getpgrp()), strconv.Itoa(os.Getpid()))
	case "hang":
		select {}
	case "wait-for":
		for ctx.Err() == nil {
			if _, err := os.Stat(argument); err == nil {
				return noted("seen")
			}
			time.Sleep(time.Millisecond)
		}
		return nothing, ctx.Err()
	case "poison":
		stderr(`{"@message":1}`)
		stderr(`{"@message":"x","@level":[]}`)
		stderr("\x1b]0;owned\x07\x1b[2Jclean")
		return noted()
	case "flood":
		block := []byte(strings.Repeat("flood ", 10<<10))
		for range 64 << 20 / len(block) {
			_, _ = syscall.Write(2, block)
		}
		return noted()
	case "log":
		slog.Warn("from the plugin", "k", "v")
	case "grandchild":
		return offspring(argument == "own-session")
	}
	return noted()
}

var nothing credential.Resolution

// secret is what the actor resolves.
const secret = "resolved-secret"

// noted is an answer with notes.
func noted(notes ...string) (credential.Resolution, error) {
	credentials, err := credential.New(credential.Fields{Username: "user", Secret: credential.NewSecret(secret), ProjectID: "1", Region: "us"})
	return credential.Resolution{Credentials: credentials, Notes: notes, Source: "actor"}, err
}

// stderr writes a line to the process's real stderr, past everything that the SDK put in its place.
func stderr(line string) { _, _ = syscall.Write(2, []byte(line+"\n")) }

// offspring starts a process that holds stdout and stderr open, and gives its number.
func offspring(ownSession bool) (credential.Resolution, error) {
	cmd := exec.Command("/bin/sleep", "600")
	cmd.Stdout, cmd.Stderr = os.NewFile(1, "stdout"), os.NewFile(2, "stderr")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: ownSession}
	if err := cmd.Start(); err != nil {
		return nothing, err
	}
	return noted(strconv.Itoa(cmd.Process.Pid))
}

// freezer is an engine whose sinks stop their process in the middle of a unit.
type freezer struct{ storage.Sink }

func (freezer) Capabilities() []storage.Capability                            { return nil }
func (f freezer) Open(context.Context, storage.Options) (storage.Sink, error) { return f, nil }
func (freezer) Close(context.Context) error                                   { return nil }
func (freezer) WriteUnit(ctx context.Context, session string, _ storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	if _, err := rows.Next(ctx); err != nil {
		return storage.UnitReport{}, err
	}
	if session == "exit" {
		stderr("cut in the middle")
		os.Exit(5)
	}
	signal(syscall.SIGSTOP)
	select {}
}

// signal gives this process a signal, which arrives at some time after it.
func signal(s syscall.Signal) {
	if err := syscall.Kill(os.Getpid(), s); err != nil {
		panic(err)
	}
}

// install puts this binary into dir as a plugin, with a manifest that has the extra lines.
func install(t testing.TB, dir string, kind Kind, name string, extra ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// A link, as a copy could be refused as "text file busy" while another test forks.
	if err := os.Symlink(self, filepath.Join(dir, programName(kind, name))); err != nil {
		t.Fatal(err)
	}
	describe(t, dir, kind, name, extra...)
}

// script puts a shell script into dir as a credential plugin.
func script(t testing.TB, dir, name, body string) {
	t.Helper()
	put(t, filepath.Join(dir, programName(Credential, name)), "#!/bin/sh\n"+body+"\n", 0o755)
	describe(t, dir, Credential, name)
}

// raceSettings is the variable of Go's race detector, which sleeps for a second before a process exits unless it is told
// not to. Dozens of plugins exit in these tests, so their manifests ask for it and managed gives it.
const raceSettings = "GORACE"

// describe puts a plugin's manifest.
func describe(t testing.TB, dir string, kind Kind, name string, extra ...string) {
	t.Helper()
	if !slices.ContainsFunc(extra, func(line string) bool { return strings.HasPrefix(line, "env") }) {
		extra = append(extra, `env = ["`+raceSettings+`"]`)
	}
	text := manifestFor(kind, name) + strings.Join(extra, "\n") + "\n"
	put(t, filepath.Join(dir, fileName(kind, name)+".toml"), text, 0o644)
}

// do has a process do a deed and gives its notes.
func do(t testing.TB, p *Process, deed string) []string {
	t.Helper()
	got, err := p.Provider().Resolve(t.Context(), credential.Request{Account: deed})
	if err != nil {
		t.Fatalf("%s: %v", deed, err)
	}
	return got.Notes
}

// fail has a process do a deed that must fail.
func fail(t testing.TB, p *Process, deed string) error {
	t.Helper()
	_, err := p.Provider().Resolve(t.Context(), credential.Request{Account: deed})
	if err == nil {
		t.Fatalf("%s: no error", deed)
	}
	return err
}

// managed is a manager over one folder that is closed with the test.
func managed(t testing.TB, cfg Config) *Manager {
	t.Helper()
	if cfg.RunDir == "" {
		cfg.RunDir = shortDir(t)
	}
	if cfg.DescribeTimeout == 0 {
		cfg.DescribeTimeout = time.Minute // the machine may be busy
	}
	lookup := cfg.LookupEnv
	cfg.LookupEnv = func(name string) (string, bool) {
		switch {
		case name == raceSettings:
			return "atexit_sleep_ms=0", true
		case lookup == nil:
			return "", false
		}
		return lookup(name)
	}
	m := NewManager(cfg)
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if left, err := os.ReadDir(cfg.RunDir); err == nil && len(left) > 0 {
			t.Errorf("left in the run folder: %v", left)
		}
	})
	return m
}

// started gives the running credential plugin of that name.
func started(t testing.TB, m *Manager, name string) *Process {
	t.Helper()
	p, err := m.Start(t.Context(), Credential, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// eventually polls until done, and fails the test when a minute has passed.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within a minute", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// gone is true where no process of that number runs; one that nobody reaped yet does not run.
func gone(pid string) bool {
	n, err := strconv.Atoi(pid)
	if err != nil || n <= 1 {
		panic(fmt.Sprintf("%q is no process number", pid))
	}
	if syscall.Kill(n, 0) != nil {
		return true
	}
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(rest, "Z")
}
