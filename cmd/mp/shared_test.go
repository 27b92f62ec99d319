package main

import (
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// outlet counts what is written to it and keeps nothing.
type outlet struct{ bytes atomic.Int64 }

func (c *outlet) Write(p []byte) (int, error) {
	c.bytes.Add(int64(len(p)))
	return len(p), nil
}

// outlive runs a program, ends the one that runs in the background (see while-running) by a signal once the first output is
// there, and expects an exit status of each: outlive KILL -1 8 mp query sql … No child process of the ended one may live
// longer than a second.
func outlive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: outlive INT|KILL ITS-STATUS STATUS PROGRAM [ARG ...]")
	}
	ending, signal := worldOf(ts).running, syscall.SIGKILL
	if args[0] == "INT" {
		signal = syscall.SIGINT
	}
	var output outlet
	r := &running{command: exec.Command(filepath.Join(ts.Getenv("PROGRAMS"), args[3]), args[4:]...)}
	r.command.Dir, r.command.Env = ts.MkAbs("."), scriptEnv(ts)
	r.command.Stdout, r.command.Stderr = &output, &r.stderr
	ts.Check(r.command.Start())
	poll(ts, patience, "the first output is there", func() bool { return output.bytes.Load() > 0 })

	children := childrenOf(ending.command.Process.Pid)
	ts.Check(ending.command.Process.Signal(signal))
	if got := exitStatus(waitFor(ts, ending.command)); got != args[1] {
		ts.Fatalf("the program in the background ended with %s, want %s: %s", got, args[1], ending.stderr.String())
	}
	poll(ts, time.Second, "its plugins are gone", func() bool { return !anyAlive(children) })
	err := waitFor(ts, r.command)
	r.show(ts)
	if got := exitStatus(err); got != args[2] {
		ts.Fatalf("ended with %s (%v), want %s", got, err, args[2])
	}
}
