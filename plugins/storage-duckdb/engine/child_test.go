package engine_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// childName is the variable that turns the test binary into one of the programs below.
const childName = "DUCKDB_ENGINE_TEST_CHILD"

// children are programs that tests run as processes of their own, with the arguments after the program's name.
var children = map[string]func(args []string) error{
	"hold": hold,
	"load": loadUntilKilled,
	"die":  dieBetween,
	"make": dieMaking,
	"fill": fillUntilFull,
	"try":  tryAsSomebody,
	"vain": makeInVain,
	"flip": dieAltered,
}

func TestMain(m *testing.M) {
	run, ok := children[os.Getenv(childName)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child is a running program. It writes lines and ends at the latest when its input ends.
type child struct {
	*exec.Cmd

	input  io.WriteCloser
	lines  *bufio.Scanner
	stderr *strings.Builder
}

func start(t *testing.T, name string, args ...string) *child {
	t.Helper()
	self, err := os.Executable()
	must(t, "find the test binary", err)
	c := &child{Cmd: exec.CommandContext(t.Context(), self, args...), stderr: &strings.Builder{}}
	c.Env = append(os.Environ(), childName+"="+name)
	c.Stderr = c.stderr
	c.input, err = c.StdinPipe()
	must(t, "pipe", err)
	output, err := c.StdoutPipe()
	must(t, "pipe", err)
	c.lines = bufio.NewScanner(output)
	must(t, "start "+name, c.Start())
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	return c
}

// line waits for the next line; more is false at the end of the output.
func (c *child) line() (text string, more bool) {
	more = c.lines.Scan()
	return c.lines.Text(), more
}

// wantLine ends the test where the next line is another.
func (c *child) wantLine(t *testing.T, want string) {
	t.Helper()
	if got, _ := c.line(); got != want {
		t.Fatalf("the process wrote %q, want %q; its errors: %s", got, want, c.stderr)
	}
}
