package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// elapsed tells on stderr that a command is at work, until its result comes: from the first second on at a terminal, where
// it moves on one line, else in a line every thirty seconds. It is safe for concurrent use.
type elapsed struct {
	what string
	w    io.Writer
	// moving says that a person watches.
	moving bool

	// mu is held while something is written. drawn is how long the line on the screen is.
	mu    sync.Mutex
	drawn int
	once  sync.Once
	stop  chan struct{}
	done  chan struct{}
}

// tellElapsed begins to tell of a command that asks something. A fetch has progress of its own, and others are quick. What
// the command writes from here on goes past what is told: its result ends it, its messages stand above it.
func (a *app) tellElapsed(command *cobra.Command) {
	words := strings.Fields(command.CommandPath())
	if a.quiet || len(words) < 3 || words[1] != "query" && words[1] != "inspect" && words[1] != "doctor" {
		return
	}
	e := newElapsed(strings.Join(words[1:], " "), a.err, a.errTerminal && a.verbose == 0)
	a.elapsed = e
	a.err = past{a.err, e.aside}
	a.out = past{a.out, func(write func()) { e.end(); write() }}
}

func newElapsed(what string, w io.Writer, moving bool) *elapsed {
	e := &elapsed{what: what, w: w, moving: moving, stop: make(chan struct{}), done: make(chan struct{})}
	interval := quietInterval
	if moving {
		interval = time.Second
	}
	go e.tell(interval) // until end
	return e
}

func (e *elapsed) tell(interval time.Duration) {
	defer close(e.done)
	begun, ticker := time.Now(), time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-e.stop:
			return
		case now := <-ticker.C:
			e.show(now.Sub(begun).Round(time.Second))
		}
	}
}

// frames turn while the seconds pass.
var frames = []string{"|", "/", "-", `\`}

func (e *elapsed) show(since time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.moving {
		fmt.Fprintf(e.w, "mp: %s: at work for %s\n", e.what, since)
		return
	}
	e.clear()
	line := fmt.Sprintf("%s %s: %s", frames[int(since/time.Second)%len(frames)], e.what, since)
	e.drawn, _ = io.WriteString(e.w, line)
}

// clear takes the line off the screen.
func (e *elapsed) clear() {
	if e.drawn > 0 {
		fmt.Fprintf(e.w, "\r%s\r", strings.Repeat(" ", e.drawn))
		e.drawn = 0
	}
}

// aside writes something beside what is told.
func (e *elapsed) aside(write func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.clear()
	write()
}

// end stops telling. Nothing of it stays on a screen.
func (e *elapsed) end() {
	e.once.Do(func() { close(e.stop) })
	<-e.done
	e.aside(func() {})
}

// past writes in a way that leaves what is told of the time whole.
type past struct {
	io.Writer

	around func(write func())
}

func (p past) Write(b []byte) (n int, err error) {
	p.around(func() { n, err = p.Writer.Write(b) })
	return n, err
}
