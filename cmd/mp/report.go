package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// The voice of mp: everything but results goes to stderr. A line begins with "mp:", is lower case, has no full stop, and
// says what happened and to what; a hint is one thing to do, ready to copy. With a JSON format an error is one JSON
// object, {"error":{"code","message","details","hint"}}, whose code is stable while its message is not.

// report tells why the command failed.
func (a *app) report(err error) {
	coded := mperr.From(err)
	if a.errorsAsJSON() {
		a.reportJSON(coded)
		return
	}
	fmt.Fprintf(a.err, "mp: error: %s\n", oneLine(coded.Error()))
	if hint := mperr.Hint(coded); hint != "" {
		fmt.Fprintf(a.err, "mp: hint: %s\n", oneLine(hint))
	}
	if a.verbose > 0 {
		fmt.Fprintf(a.err, "mp: code: %s, exit status %d\n", coded.Code(), mperr.ExitCode(coded))
	}
}

func (a *app) reportJSON(coded mperr.Error) {
	body := struct {
		Code    mperr.Code     `json:"code"`
		Message string         `json:"message"`
		Details map[string]any `json:"details"`
		Hint    string         `json:"hint"`
	}{coded.Code(), coded.Error(), coded.Details(), mperr.Hint(coded)}
	encoder := json.NewEncoder(a.err)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"error": body}); err != nil {
		fmt.Fprintf(a.err, "mp: error: %s\n", oneLine(coded.Error()))
	}
}

// errorsAsJSON: a JSON format was asked for, or nobody is watching and the default is JSON.
func (a *app) errorsAsJSON() bool {
	if a.format != "" {
		return slices.Contains([]string{"json", "jsonl"}, a.format)
	}
	return !a.outTerminal && !a.errTerminal
}

// warn tells of something that is no error.
func (a *app) warn(text string) { a.say("mp: warning: " + oneLine(text)) }

// say writes a line to stderr unless --quiet.
func (a *app) say(line string) {
	if !a.quiet {
		fmt.Fprintln(a.err, line)
	}
}

// oneLine keeps a message on its line and control characters of foreign text off the screen; the line breaks of an
// engine's message become " | ".
func oneLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		lines[i] = strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
				return ' '
			}
			return r
		}, strings.TrimRight(line, " "))
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" }), " | ")
}
