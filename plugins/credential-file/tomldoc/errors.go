package tomldoc

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// SyntaxError: the text is not valid TOML.
type SyntaxError struct {
	// Line counts from 1; 0 where it is not known.
	Line int
	// Reason is a general sentence that never quotes the text.
	Reason string
}

func (e *SyntaxError) Error() string { return e.Reason }

// EditError: a change cannot be made without touching more than it should. Nothing was changed.
type EditError struct {
	// Line is the place to look at, counted from 1; 0 where it is not known.
	Line int
	// ByHand says what to write there instead.
	ByHand string
}

func (e *EditError) Error() string {
	return "the file is written in a way that cannot be edited safely"
}

// reasons puts go-toml's messages into words of ours: its own name keys and characters of the text, which holds secrets.
var reasons = []struct{ part, reason string }{
	{"already", "a key or table is defined twice or in two ways"},
	{"should be a table", "a key or table is defined twice or in two ways"},
	{"UTF-8", "there is a byte that is not UTF-8 text"},
	{"control characters", "there is a control character"},
	{"carriage return", "there is a control character"},
	{"cannot have new lines", "a string is not closed on its line"},
	{"not terminated", "a string is not closed"},
	{"unterminated", "a string is not closed"},
	{"too many quotes", "a string is closed twice"},
	{"escape", `a string has an unknown escape; write \\ for a backslash, or use 'single quotes'`},
	{"strings must be quoted", "a value is missing, or is text without quotes"},
	{"expected value", "a value is missing, or is text without quotes"},
	{"expected keyword", "a value is missing, or is text without quotes"},
	{"start of value", "a value is missing, or is text without quotes"},
	{"expected '=' after key", "a key has no = after it"},
	{"start of key", "a line does not begin with a key or a [table]"},
	{"close table name", "a table header is not closed"},
	{"close array table name", "a table header is not closed"},
	{"expected newline", "there is something behind a value or a header"},
	{"array", "a list is not closed or has no comma between two values"},
	{"inline table", "an inline table is not closed or has no comma between two keys"},
	{"too large", "a number is too large"},
	{"out of range", "a number is too large"},
	{"nested", "something is nested too deeply"},
}

func reasonFor(message string) string {
	for _, known := range reasons {
		if strings.Contains(message, known.part) {
			return "not valid TOML: " + known.reason
		}
	}
	return "not valid TOML"
}

// valueError is for what go-toml accepts and BurntSushi/toml does not, such as a number that is too large.
func valueError(err error) error {
	out := &SyntaxError{Reason: "not valid TOML: a value cannot be used"}
	if parse, ok := errors.AsType[toml.ParseError](err); ok {
		out.Line = parse.Position.Line
	}
	return out
}
