package plugin

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// drainGrace is how long the pipes of an ended child are read on for what is still to come. Only a process that left its
// group can hold them open.
const drainGrace = 250 * time.Millisecond

// closeGrace is how long a child that closed stdout without a handshake may take to end.
const closeGrace = time.Second

// child is a plugin's process. go-plugin drives it as its runner (see runner.go) and gets pipes of its own that end with
// the process: handed the real ones it would wait for everybody who inherited them, read stderr itself, and stop reading
// stdout after a long line.
type child struct {
	cmd *exec.Cmd
	// judge gives the fault of a handshake line.
	judge func(line string) *fault
	// output and errors take what is written after the handshake, and on stderr.
	output, errors *lines

	handshake, silence   *io.PipeReader
	handshakeIn, quietIn *io.PipeWriter

	// reaped is closed when the process is gone, exited when also its last words are read.
	reaped, exited chan struct{}

	mu sync.Mutex
	// doomed: it must not run, or not any longer. gone: its number may belong to another process.
	doomed, gone bool
	// exit is how it ended, "" while it lives and where it was killed here.
	exit  string
	fault *fault
}

func newChild(cmd *exec.Cmd, judge func(string) *fault, output, errors *lines) *child {
	c := &child{cmd: cmd, judge: judge, output: output, errors: errors}
	c.reaped, c.exited = make(chan struct{}), make(chan struct{})
	c.handshake, c.handshakeIn = io.Pipe()
	c.silence, c.quietIn = io.Pipe()
	return c
}

// Start starts the process; its goroutines end with it.
func (c *child) Start(context.Context) error {
	output, outputIn, err := os.Pipe()
	if err != nil {
		return err
	}
	stderr, stderrIn, err := os.Pipe()
	if err != nil {
		return errors.Join(err, output.Close(), outputIn.Close())
	}
	c.cmd.Stdout, c.cmd.Stderr = outputIn, stderrIn
	started := make(chan error)
	go c.run(started, output, stderr)
	err = <-started
	_, _ = outputIn.Close(), stderrIn.Close()
	return err
}

// run is the life of the process. It keeps one thread: the kernel's signal for an orphan is tied to the thread that
// started the child, and waiting takes one anyway.
func (c *child) run(started chan<- error, output, stderr *os.File) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer func() { _, _ = output.Close(), stderr.Close() }()
	if err := c.launch(); err != nil {
		started <- err
		return
	}
	var readers sync.WaitGroup
	readers.Go(func() { c.readOutput(newPipe(output)) })
	readers.Go(func() { read(newPipe(stderr), c.errors) })
	started <- nil
	c.reap()
	for _, pipe := range []*os.File{output, stderr} {
		if pipe.SetReadDeadline(time.Now().Add(drainGrace)) != nil {
			_ = pipe.Close()
		}
	}
	readers.Wait()
	_, _ = c.handshakeIn.Close(), c.quietIn.Close()
	close(c.exited)
}

// launch starts the process unless it was killed before it began.
func (c *child) launch() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.doomed {
		return context.Canceled
	}
	if err := c.cmd.Start(); err != nil {
		return err
	}
	limit(c.cmd.Process)
	return nil
}

// reap waits for the end and takes the rest of the group along, while the group's number is sure to be the child's.
func (c *child) reap() {
	defer close(c.reaped)
	awaited := awaitExit(c.cmd.Process)
	if !awaited {
		_ = c.cmd.Wait()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	killGroup(c.cmd.Process)
	if awaited {
		_ = c.cmd.Wait()
	}
	c.gone = true
	if state := c.cmd.ProcessState; !c.doomed || state.Exited() {
		c.exit = state.String()
	}
}

// kill ends the process and its group at once. Calls after the first, and after its end, do nothing.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doomed = true
	if c.cmd.Process != nil && !c.gone {
		killGroup(c.cmd.Process)
	}
}

// ended says how the process ended, with ok false while it lives.
func (c *child) ended() (exit string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.exit, c.gone
}

// handshakeFault is what was wrong with the handshake; nil where there was none, or nothing wrong with it.
func (c *child) handshakeFault() *fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fault
}
