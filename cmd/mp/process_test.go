package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for something that should happen soon.
const patience = 2 * time.Minute

// interrupt runs a program, sends it a signal once an export of it has stalled (see stall), and expects an exit status:
// signal INT 130 mp fetch … The status is -1 where the signal itself ends it. Afterwards none of its child processes may
// live longer than a second.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: signal NAME STATUS PROGRAM [ARG ...]")
	}
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "KILL": syscall.SIGKILL}
	sent, ok := signals[args[0]]
	if !ok {
		ts.Fatalf("unknown signal %s", args[0])
	}
	running := start(ts, args[2], args[3:]...)
	running.untilStalled(ts)
	children := childrenOf(running.command.Process.Pid)
	if len(children) == 0 {
		ts.Fatalf("%s has no plugin processes", args[2])
	}
	ts.Check(running.command.Process.Signal(sent))
	err := running.command.Wait()
	running.show(ts)
	if got := exitStatus(err); got != args[1] {
		ts.Fatalf("ended with %s (%v), want %s", got, err, args[1])
	}
	poll(ts, time.Second, "its plugins are gone", func() bool { return !anyAlive(children) })
}

// crash runs a program, kills a plugin of it once an export has stalled, and expects an exit status:
// crash 9 mp-storage-duckdb mp fetch …
func crash(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: crash STATUS PLUGIN PROGRAM [ARG ...]")
	}
	running := start(ts, args[2], args[3:]...)
	running.untilStalled(ts)
	killed := false
	for _, pid := range childrenOf(running.command.Process.Pid) {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if strings.Contains(string(line), args[1]) {
			plugin, err := os.FindProcess(pid)
			ts.Check(err)
			ts.Check(plugin.Kill())
			killed = true
		}
	}
	if !killed {
		ts.Fatalf("%s runs no %s", args[2], args[1])
	}
	err := waitFor(ts, running.command)
	running.show(ts)
	if got := exitStatus(err); got != args[0] {
		ts.Fatalf("ended with %s (%v), want %s", got, err, args[0])
	}
}

// waitFor waits for a program that should end soon.
func waitFor(ts *testscript.TestScript, command *exec.Cmd) error {
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		_ = command.Process.Kill()
		<-ended
		ts.Fatalf("%v does not end", command.Args)
		return nil
	}
}

// running is a program in the background.
type running struct {
	command        *exec.Cmd
	stdout, stderr bytes.Buffer
	stalledBefore  int64
}

func start(ts *testscript.TestScript, program string, args ...string) *running {
	r := &running{stalledBefore: worldOf(ts).stalled.Load()}
	r.command = exec.Command(filepath.Join(ts.Getenv("PROGRAMS"), program), args...)
	r.command.Dir = ts.MkAbs(".")
	r.command.Env = scriptEnv(ts)
	r.command.Stdout, r.command.Stderr = &r.stdout, &r.stderr
	ts.Check(r.command.Start())
	return r
}

// scriptEnv is what a program that testscript does not start itself gets of the script's environment.
func scriptEnv(ts *testscript.TestScript) []string {
	env := []string{"HOME", "PATH", "MP_API_BASE_URL", "MP_SECRET", "TMPDIR"}
	for i, name := range env {
		env[i] = name + "=" + ts.Getenv(name)
	}
	return env
}

// untilStalled waits until the simulator has begun one more answer that a fault stalls.
func (r *running) untilStalled(ts *testscript.TestScript) {
	poll(ts, patience, "an export stalls", func() bool { return worldOf(ts).stalled.Load() > r.stalledBefore })
}

func (r *running) show(ts *testscript.TestScript) {
	ts.Check(os.WriteFile(ts.MkAbs("signalled.stdout"), r.stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("signalled.stderr"), r.stderr.Bytes(), 0o600))
	_ = ts.Exec("sh", "-c", "cat signalled.stdout; cat signalled.stderr >&2")
}

// whileRunning leaves a program running that a fault stalls; endRunning ends it.
func whileRunning(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: while-running PROGRAM [ARG ...]")
	}
	r := start(ts, args[0], args[1:]...)
	worldOf(ts).running = r
	ts.Defer(func() { _ = r.command.Process.Kill() })
	r.untilStalled(ts)
}

func endRunning(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: end-running")
	}
	r := worldOf(ts).running
	ts.Check(r.command.Process.Signal(syscall.SIGINT))
	if got := exitStatus(r.command.Wait()); got != "130" {
		ts.Fatalf("ended with %s, want 130: %s", got, r.stderr.String())
	}
}

func exitStatus(err error) string {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return strconv.Itoa(exit.ExitCode())
	}
	if err == nil {
		return "0"
	}
	return err.Error()
}

func poll(ts *testscript.TestScript, limit time.Duration, what string, done func() bool) {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if done() {
			return
		}
	}
	ts.Fatalf("waited %s in vain until %s", limit, what)
}

// childrenOf lists the child processes of a process, as Linux tells.
func childrenOf(pid int) []int {
	var children []int
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}

// anyAlive says whether one of the processes lives; a zombie does not.
func anyAlive(pids []int) bool {
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err == nil && !strings.Contains(string(text), ") Z ") {
			return true
		}
	}
	return false
}
