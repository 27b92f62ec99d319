package plugin

import "github.com/mixpanel-data/mp/sdk/mperr"

// End says why the process has ended, for whoever waits for something else than its answer; nil while it runs and was not
// asked to end. The error names the call that was under way, if any was. Errors: [mperr.PluginCrashed], [mperr.PluginTimeout]
// where it was killed as it hung, and [mperr.Canceled] where it was stopped.
func (p *Process) End() error { return p.end(p.underway.last(), nil) }

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

// crash is the error for a process that ended during a call. Its last words are read within a moment of its end.
func (p *Process) crash(call string) error {
	<-p.child.exited
	f := p.exitFault("its process ended")
	return &mperr.PluginCrashed{Evidence: p.evidence(call, f.problem, f.fix)}
}
