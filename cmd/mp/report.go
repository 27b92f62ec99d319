package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// The voice of mp: everything but results goes to stderr. A line begins with "mp:", is lower case, has no full stop, and
// says what happened and to what; a hint is one thing to do, ready to copy. With a JSON format an error is one JSON
// object in one line, {"error":{"code","message","details","hint"}}, whose code is stable while its message is not. It is
// the last line of all; warnings and progress, which come before it, are text in every format, for --quiet to leave out.

// report tells why the command failed.
func (a *app) report(err error) {
	coded := mperr.From(err)
	if a.errorsAsJSON() {
		a.reportJSON(coded)
		return
	}
	hint := hintOf(coded)
	text := strings.TrimSuffix(coded.Error(), ": "+hint)
	fmt.Fprintf(a.err, "mp: error: %s\n", oneLine(text))
	if hint != "" && !strings.Contains(text, hint) {
		fmt.Fprintf(a.err, "mp: hint: %s\n", oneLine(hint))
	}
	if a.verbose > 0 {
		fmt.Fprintf(a.err, "mp: code: %s, exit status %d\n", coded.Code(), mperr.ExitCode(coded))
	}
	if a.verbose > 1 {
		details := coded.Details()
		for _, name := range slices.Sorted(maps.Keys(details)) {
			fmt.Fprintf(a.err, "mp: %s: %s\n", name, oneLine(fmt.Sprint(details[name])))
		}
	}
}

// hintOf is one thing to do about an error.
func hintOf(coded mperr.Error) string {
	hint := mperr.Hint(coded)
	if strings.Contains(coded.Error(), hint) {
		hint = mperr.RowOf(coded.Code()).Hint
	}
	return hint
}

func (a *app) reportJSON(coded mperr.Error) {
	body := struct {
		Code    mperr.Code     `json:"code"`
		Message string         `json:"message"`
		Details map[string]any `json:"details"`
		Hint    string         `json:"hint"`
	}{coded.Code(), coded.Error(), coded.Details(), hintOf(coded)}
	printer := render.Printer{Out: a.err, Format: render.JSONL, Screen: a.errTerminal}
	if err := printer.Object(render.Object{Fields: []render.Field{{Name: "error", Value: body}}}); err != nil {
		fmt.Fprintf(a.err, "mp: error: %s\n", oneLine(coded.Error()))
	}
}

// errorsAsJSON: a JSON format was asked for, or none that there is, nobody is watching and the default is JSON.
func (a *app) errorsAsJSON() bool {
	if format, err := render.ParseFormat(a.format); err == nil {
		return format == render.JSON || format == render.JSONL
	}
	return !a.outTerminal && !a.errTerminal
}

// warn tells of something that is no error, once: two engines may find the same.
func (a *app) warn(text string) {
	if _, told := a.warned.LoadOrStore(text, true); !told {
		a.say("mp: warning: " + text)
	}
}

// say writes a line to stderr unless --quiet.
func (a *app) say(line string) {
	if !a.quiet {
		fmt.Fprintln(a.err, oneLine(line))
	}
}

// oneLine keeps a message on its line and foreign text from steering the screen; the line breaks of an engine's message
// become " | ".
func oneLine(text string) string {
	var parts []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, render.Visible(line))
		}
	}
	return strings.Join(parts, " | ")
}
