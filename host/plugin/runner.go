package plugin

import (
	"context"
	"io"
	"strconv"

	"github.com/hashicorp/go-plugin/runner"
)

// A child is what go-plugin calls a runner; Start is beside the rest of its life.
var _ runner.Runner = (*child)(nil)

// Wait blocks until the process has ended and its last words are read.
func (c *child) Wait(context.Context) error {
	<-c.exited
	return nil
}

// Kill is go-plugin's door to kill.
func (c *child) Kill(context.Context) error {
	c.kill()
	return nil
}

// Stdout gives the handshake line and then nothing until the process ends.
func (c *child) Stdout() io.ReadCloser { return c.handshake }

// Stderr gives nothing until the process ends.
func (c *child) Stderr() io.ReadCloser { return c.silence }

// Name is the program's path.
func (c *child) Name() string { return c.cmd.Path }

// ID is the process's number, "" before it has one.
func (c *child) ID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cmd.Process == nil {
		return ""
	}
	return strconv.Itoa(c.cmd.Process.Pid)
}

// Diagnose adds nothing: faults are told by other ways than go-plugin's text.
func (c *child) Diagnose(context.Context) string { return "" }

// PluginToHost and HostToPlugin translate nothing: both sides see the same file system.
func (c *child) PluginToHost(network, address string) (string, string, error) {
	return network, address, nil
}

// HostToPlugin is PluginToHost's inverse.
func (c *child) HostToPlugin(network, address string) (string, string, error) {
	return network, address, nil
}
