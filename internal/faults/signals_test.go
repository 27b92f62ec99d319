//go:build linux

package faults_test

import (
	"syscall"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// underWay starts the command and gives it where an export has stalled at a byte of a body.
func (r *round) underWay() *program {
	r.t.Helper()
	unit := r.dice.IntN(len(unitStarts))
	r.inject(unit, -1, mpsim.Stall{After: r.dice.Int64N(sizeOf(r.t, unit)), For: forAMinute})
	p := r.start(append(r.command(), "--idle-timeout", "1m")...)
	select {
	case <-r.clock.stalled:
	case <-p.ended:
		r.t.Errorf("%s: it ended before its export stalled: %s", r.name, p.stderr.String())
	case <-time.After(patience):
		r.t.Errorf("%s: no export stalls", r.name)
	}
	// Other units may be stored meanwhile, or be about to.
	time.Sleep(time.Duration(r.dice.IntN(900)) * time.Millisecond)
	return p
}

// someTime starts the command and gives it after a moment of its life, or of what would have been its life.
func (r *round) someTime() *program {
	r.t.Helper()
	p := r.start(r.command()...)
	time.Sleep(time.Duration(r.dice.IntN(1300)) * time.Millisecond)
	return p
}

// signals are rounds in which mp itself is told to end, or killed. Before it listens to signals, one ends it at once.
func signals() []fault {
	var all []fault
	for _, one := range []struct {
		name   string
		signal syscall.Signal
		may    []int
	}{
		{"INT", syscall.SIGINT, []int{130}}, {"TERM", syscall.SIGTERM, []int{130}},
		{"HUP", syscall.SIGHUP, []int{130}}, {"KILL", syscall.SIGKILL, []int{-1}},
	} {
		all = append(all, fault{one.name + " while a body stalls", func(r *round) {
			p := r.underWay()
			p.signal(one.signal)
			r.fetch(p, one.may...)
		}}, fault{one.name + " at some time", func(r *round) {
			p := r.someTime()
			p.signal(one.signal)
			r.fetch(p, append(one.may, 0, -1)...)
		}})
	}
	return append(all, fault{"KILL of all while a body stalls", func(r *round) {
		p := r.underWay()
		killSession(p.command.Process.Pid)
		r.fetch(p, -1)
	}}, fault{"KILL of all at some time", func(r *round) {
		p := r.someTime()
		killSession(p.command.Process.Pid)
		r.fetch(p, -1, 0)
	}})
}
