package plugin

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

// The limits of what is kept of a plugin's words. Together they bound a journal to a few hundred KiB, whatever is written.
const (
	// maxLine is how much of a line is looked at.
	maxLine = 16 << 10
	// maxShown is how much of a line is shown as evidence.
	maxShown = 500
	// maxName and maxValue are how much of a field is passed on.
	maxName, maxValue = 64, 1 << 10
	// lastLines is how many lines are kept as evidence.
	lastLines = 10
)

// journal takes what a plugin writes, passes it on to the log and keeps the last lines. It is safe for concurrent use.
type journal struct {
	log    *slog.Logger
	redact *redactor

	mu    sync.Mutex
	lines []string
	// panicked is the line in which the process said why it dies; lines then holds what follows it, which says where.
	panicked string
}

// line takes one line without its end; cut says that it went on.
func (j *journal) line(raw string, cut bool) {
	e := parseLine(raw)
	j.hide(&e, cut)
	if e.message == "" && len(e.fields) == 0 {
		return
	}
	j.keep(e)
	j.pass(e)
}

// hide removes secrets after the text was cleaned, as a control character inside a secret would otherwise save it, and
// before it is cut, as the cut would.
func (j *journal) hide(e *entry, cut bool) {
	if cut {
		e.message = j.redact.hideCut(e.message)
	} else {
		e.message = j.redact.hide(e.message)
	}
	for i, f := range e.fields {
		e.fields[i] = field{clip(j.redact.hide(f.name), maxName), clip(j.redact.hide(f.value), maxValue)}
	}
}

// keep adds the entry to the evidence. The debug records of a library are none: the last of them, "plugin address", would
// stand in every error as the last thing the plugin said.
func (j *journal) keep(e entry) {
	if e.structured && e.level < slog.LevelInfo {
		return
	}
	text := e.message
	if e.structured {
		text = strings.ToLower(e.level.String()) + ": " + text
	}
	for _, f := range e.fields {
		text += " " + f.name + "=" + f.value //nolint:perfsprint // a handful at most, of bounded lengths
	}
	text = clip(text, maxShown)
	j.mu.Lock()
	defer j.mu.Unlock()
	if isPanic(text) && j.panicked == "" {
		j.panicked, j.lines = text, nil
	}
	if j.panicked != "" && len(j.lines) == lastLines {
		return
	}
	j.lines = append(j.lines, text)
	j.lines = j.lines[max(0, len(j.lines)-lastLines):]
}

// pass gives the entry to the log.
func (j *journal) pass(e entry) {
	if !j.log.Enabled(context.Background(), e.level) {
		return
	}
	attrs := make([]slog.Attr, 0, len(e.fields))
	for _, f := range e.fields {
		attrs = append(attrs, slog.String(f.name, f.value))
	}
	j.log.LogAttrs(context.Background(), e.level, e.message, attrs...)
}

// last gives the evidence: the last lines, or a panic and what followed it.
func (j *journal) last() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.lines)
}

// cause is the panic's own line, "" where there was none.
func (j *journal) cause() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.panicked
}
