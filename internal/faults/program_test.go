//go:build linux

package faults_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a run may take that should end.
const patience = 90 * time.Second

// program is a run of mp. It leads a session of its own, which its plugins belong to, so that all of them can be found.
type program struct {
	t              testing.TB
	command        *exec.Cmd
	stdout, stderr bytes.Buffer
	ended          chan struct{}
}

// outcome is how a run ended; the code is -1 where a signal ended it.
type outcome struct {
	code           int
	stdout, stderr string
}

func (r *round) start(args ...string) *program { return r.startAs(nil, args...) }

// startAs starts mp behind other words, such as those of confined.
func (r *round) startAs(before []string, args ...string) *program {
	r.t.Helper()
	words := append(append(before, filepath.Join(r.programs, "mp")), args...)
	p := &program{t: r.t, command: exec.CommandContext(r.t.Context(), words[0], words[1:]...), ended: make(chan struct{})}
	p.command.Dir, p.command.Env = r.dir, r.env()
	p.command.Stdout, p.command.Stderr = &p.stdout, &p.stderr
	p.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	// A plugin that outlives mp holds the pipes; it is found by other means.
	p.command.WaitDelay = time.Second
	if err := p.command.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.sessions = append(r.sessions, p.command.Process.Pid)
	go func() { // ends with the process
		defer close(p.ended)
		_ = p.command.Wait() // its state tells
	}()
	return p
}

// wait gives how the program ended.
func (p *program) wait() outcome {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.signal(syscall.SIGQUIT) // it tells what it waits for
		select {
		case <-p.ended:
		case <-time.After(time.Second):
		}
		killSession(p.command.Process.Pid)
		<-p.ended
		p.t.Errorf("%v does not end: %s", p.command.Args, p.stderr.String())
	}
	return outcome{p.command.ProcessState.ExitCode(), p.stdout.String(), p.stderr.String()}
}

func (p *program) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// signal sends a signal to mp itself.
func (p *program) signal(s syscall.Signal) {
	if err := p.command.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Error(err)
	}
}

// plugins are the processes of the session whose program is so called.
func (p *program) plugins(name string) (pids []int) {
	for _, pid := range p.children() {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		program, _, _ := strings.Cut(string(line), "\x00")
		if filepath.Base(program) == name {
			pids = append(pids, pid)
		}
	}
	return pids
}

// children are the processes that mp has started itself, as Linux tells.
func (p *program) children() (pids []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", p.command.Process.Pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for field := range strings.FieldsSeq(string(text)) {
			if pid, err := strconv.Atoi(field); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// strike waits until a plugin runs, and sends it a signal; false where mp ended before.
func (p *program) strike(name string, s syscall.Signal, after time.Duration) bool {
	for !p.hasEnded() {
		if pids := p.plugins(name); len(pids) > 0 {
			time.Sleep(after)
			return syscall.Kill(pids[0], s) == nil
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

// sessionOf lists the living processes of some sessions, as Linux tells; a zombie is none.
func sessionOf(sessions ...int) (pids []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		text, _ := os.ReadFile(path)
		// After the name, which may hold anything: state, parent, group, session.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) < 4 || fields[0] == "Z" {
			continue
		}
		session, _ := strconv.Atoi(fields[3])
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err == nil && slices.Contains(sessions, session) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func killSession(session int) {
	for _, pid := range sessionOf(session) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}
