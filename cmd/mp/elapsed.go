package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// elapsed tells on stderr that a command is at work: from the first second on at a terminal, where it moves on one line, else
// in a line every thirty seconds. It is safe for concurrent use; a nil one tells nothing.
type elapsed struct {
	what string
	w    io.Writer
	now  func() time.Time
	// moving says that a person watches.
	moving bool

	// mu is held while something is written. detail is how far the command has come, where it knows; paused says that
	// something else has the line; drawn is how long the line on the screen is.
	mu     sync.Mutex
	detail string
	paused bool
	drawn  int
	once   sync.Once
	stop   chan struct{}
	done   chan struct{}
}

// tellElapsed begins to tell of a command that may take long. What the command writes from here on goes past what is told:
// its messages stand above it, and a result that is seen, on a screen or by who reads a pipe there, ends it.
func (a *app) tellElapsed(command *cobra.Command) {
	words := strings.Fields(command.CommandPath())
	if a.quiet || len(words) < 3 || printsText(command) {
		return
	}
	e := &elapsed{
		what: strings.Join(words[1:], " "), w: a.err, now: a.now, moving: a.errTerminal && a.verbose == 0,
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	interval := quietInterval
	if e.moving {
		interval = time.Second
	}
	go e.tell(interval) // until end
	a.elapsed = e
	a.err = past{a.err, e.aside}
	if e.moving && !a.outFile {
		a.out = past{a.out, func(write func()) { e.end(); write() }}
	}
}

func (e *elapsed) tell(interval time.Duration) {
	defer close(e.done)
	begun, ticker := e.now(), time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-e.stop:
			return
		case <-ticker.C:
			e.show(e.now().Sub(begun).Round(time.Second))
		}
	}
}

// frames turn while the seconds pass.
var frames = []string{"|", "/", "-", `\`}

func (e *elapsed) show(since time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.paused:
	case e.moving:
		e.clear()
		line := fmt.Sprintf("%s %s: %s%s", frames[int(since/time.Second)%len(frames)], e.what, since, e.detail)
		e.drawn, _ = io.WriteString(e.w, line)
	default:
		fmt.Fprintf(e.w, "mp: %s: at work for %s%s\n", e.what, since, e.detail)
	}
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

// tells adds how far the command has come.
func (e *elapsed) tells(detail string) {
	if e != nil {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.detail = ", " + detail
	}
}

// pause leaves the line to something else, such as a question, until resume.
func (e *elapsed) pause() { e.stands(true) }

func (e *elapsed) resume() { e.stands(false) }

func (e *elapsed) stands(still bool) {
	if e != nil {
		e.aside(func() { e.paused = still })
	}
}

// end stops telling. Nothing of it stays on a screen.
func (e *elapsed) end() {
	if e == nil {
		return
	}
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
