package plugin

import "github.com/mixpanel-data/mp/sdk/mperr"

// End says why the process has ended, for whoever waits for something else than its answer; nil while it runs and was not
// asked to end. The error names the call that was under way, if any was. Errors: [mperr.PluginCrashed], [mperr.PluginTimeout]
// where it was killed as it hung, and [mperr.Canceled] where it was stopped.
func (p *Process) End() error {
	p.mu.Lock()
	call := p.broken
	p.mu.Unlock()
	if call == "" {
		call = p.underway.first()
	}
	return p.end(call, nil)
}

// end is End for a call, which failed for the cause.
func (p *Process) end(call string, cause error) error {
	p.mu.Lock()
	stopped, hung := p.stopped, p.hung
	p.mu.Unlock()
	switch _, ended := p.child.ended(); {
	case hung != nil:
		again := *hung
		again.Call = call
		return &again
	case stopped:
		return &mperr.Canceled{Cause: cause}
	case ended:
		return p.crash(call)
	}
	return nil
}

// noteBroken keeps the first call that the connection broke under: it is over when the process is known to have ended.
func (p *Process) noteBroken(call string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken == "" {
		p.broken = call
	}
}

// crash is the error for a process that ended during a call.
func (p *Process) crash(call string) error {
	f := p.exitFault("its process ended")
	return &mperr.PluginCrashed{Evidence: p.evidence(call, f.problem, f.fix)}
}
