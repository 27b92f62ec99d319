package jql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// ScriptError says how a script failed, as Mixpanel does: the error, the line with
// a mark below the place, and the calls that led there.
type ScriptError struct{ Text string }

// Error implements error.
func (e *ScriptError) Error() string { return e.Text }

// explain makes a ScriptError of what stopped the script.
func (e *engine) explain(err error) error {
	if err == nil {
		return nil
	}
	var thrown *goja.Exception
	var overflow *goja.StackOverflowError
	var unread parser.ErrorList
	var uncompiled *goja.CompilerSyntaxError
	switch {
	case errors.As(err, &overflow):
		return e.scriptError("RangeError: Maximum call stack size exceeded", file.Position{}, "")
	case errors.As(err, &thrown):
		return e.scriptError(thrown.Value().String(), positionOf(thrown), stackOf(thrown))
	case errors.As(err, &unread):
		return e.scriptError("SyntaxError: "+unread[0].Message, unread[0].Position, "")
	case errors.As(err, &uncompiled):
		var at file.Position
		if uncompiled.File != nil {
			at = uncompiled.File.Position(uncompiled.Offset)
		}
		return e.scriptError("SyntaxError: "+uncompiled.Message, at, "")
	}
	return e.scriptError(err.Error(), file.Position{}, "")
}

func (e *engine) scriptError(message string, at file.Position, stack string) error {
	text := "UserVisiblePreconditionFailedError: Uncaught exception " + message + "\n"
	if lines := strings.Split(e.script, "\n"); at.Line >= 1 && at.Line <= len(lines) {
		text += "  " + lines[at.Line-1] + "\n  " + strings.Repeat(" ", max(0, at.Column-1)) + "^\n"
	}
	text += "\nStack trace:\n" + message + "\n" + stack
	return &ScriptError{Text: text}
}

// positionOf is the innermost place in the script itself.
func positionOf(thrown *goja.Exception) file.Position {
	stack := thrown.Stack()
	i := slices.IndexFunc(stack, func(f goja.StackFrame) bool { return f.Position().Line > 0 })
	if i < 0 {
		return file.Position{}
	}
	return stack[i].Position()
}

func stackOf(thrown *goja.Exception) string {
	var text strings.Builder
	for _, frame := range thrown.Stack() {
		if at := frame.Position(); at.Line > 0 {
			fmt.Fprintf(&text, "    at %s (<anonymous>:%d:%d)\n", frame.FuncName(), at.Line, at.Column)
		}
	}
	return text.String()
}
