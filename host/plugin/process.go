package plugin

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	goplugin "github.com/hashicorp/go-plugin"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// killGrace is how long a killed process may take to be gone. Longer than a moment it takes only in a system call that
// cannot be interrupted, such as on a dead network file system.
const killGrace = 2 * time.Second

// maxProblem is above every problem told here, and cuts those that a plugin's words make long.
const maxProblem = 1 << 10

// Process is a running plugin. It is safe for concurrent use.
type Process struct {
	found  Installed
	cfg    Config
	folder string

	child   *child
	client  *goplugin.Client
	journal *journal
	// streams take what arrives over the connection in place of the process's own stdout and stderr.
	streams  [2]*lines
	watchdog *watchdog
	underway *underway
	unwatch  context.CancelFunc

	plugin *dial.Plugin

	stopping sync.Once
	stopErr  error

	mu sync.Mutex
	// stopped: it was asked to end. hung is why it was killed, nil where it was not.
	stopped bool
	hung    *mperr.PluginTimeout
}

// Info is what the plugin says of itself.
func (p *Process) Info() dial.Info { return p.plugin.Info() }

// Provider is the credential plugin's provider, with the optional interfaces that it declares; nil for another kind.
func (p *Process) Provider() credential.Provider { return p.plugin.Provider() }

// Engine is the storage plugin's engine; nil for another kind.
func (p *Process) Engine() storage.Engine { return p.plugin.Engine() }

// Done is closed when the process has ended, however it ended.
func (p *Process) Done() <-chan struct{} { return p.child.exited }

// usable is true while the process can be called.
func (p *Process) usable() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ended := p.child.ended()
	return !ended && !p.stopped && p.hung == nil
}

// Stop ends the process: it asks, and kills after the grace what has not ended, with everything the process started. Calls
// under way end with [mperr.Canceled]. It returns in any case, and without an error where the process is gone; calls
// after the first wait for the same end. What was opened from the process must be closed before.
func (p *Process) Stop() error {
	p.stopping.Do(func() { p.stopErr = p.stop() })
	return p.stopErr
}

func (p *Process) stop() error {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	p.unwatch()
	gone := make(chan struct{})
	// go-plugin's Kill has no deadline. It ends with the process, which the kill below brings about.
	go func() {
		defer close(gone)
		p.client.Kill()
	}()
	if !within(gone, p.cfg.StopGrace) {
		p.cfg.Log.Warn("plugin is killed, as it does not stop", "plugin", p.found.FileName(), "grace", p.cfg.StopGrace)
		p.child.kill()
		if !within(gone, killGrace) {
			return p.timeout("stop", "it cannot be killed", p.cfg.StopGrace+killGrace)
		}
	}
	return errors.Join(p.streams[0].Close(), p.streams[1].Close(), os.RemoveAll(p.folder))
}

// within waits for done, but not longer than limit.
func within(done <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// condemn kills a process that does not answer, so that all who wait for it learn of it.
func (p *Process) condemn(why *mperr.PluginTimeout) {
	p.mu.Lock()
	first := p.hung == nil
	if first {
		p.hung = why
	}
	p.mu.Unlock()
	if first {
		p.cfg.Log.Warn("plugin is killed, as it does not answer", "plugin", p.found.FileName(), "seconds", why.Seconds)
		p.child.kill()
	}
}

// evidence is what is known about the process now, with problem cleaned of secrets.
func (p *Process) evidence(call, problem, fix string) mperr.Evidence {
	exit, _ := p.child.ended()
	return mperr.Evidence{
		Plugin: p.found.FileName(), Path: p.found.Path, Call: call, Exit: exit, Stderr: p.journal.last(),
		Problem: clip(p.journal.redact.hide(clean(problem)), maxProblem), Fix: fix,
	}
}

// timeout is the error for a process that lives and does not answer.
func (p *Process) timeout(call, problem string, limit time.Duration) *mperr.PluginTimeout {
	const fix = "repeat the command; if it happens again, report it to the plugin's author"
	return &mperr.PluginTimeout{Evidence: p.evidence(call, problem, fix), Seconds: limit.Seconds()}
}

// faulty is the error for a fault of the process.
func (p *Process) faulty(call string, f *fault) error {
	e := p.evidence(call, f.problem, f.fix)
	if f.protocol {
		return &mperr.PluginProtocol{Evidence: e}
	}
	return &mperr.PluginStartFailed{Evidence: e, Cause: f.cause}
}
