package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// questionLimit caps a query or a script, in bytes: a thousand pages of text.
const questionLimit = 1 << 20

// readQuestion reads a query or a script from a file, or from standard input for -.
func (a *app) readQuestion(path string) (string, error) {
	if path == "-" {
		return a.readTyped(questionLimit)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	return readAll(file, questionLimit)
}

// readTyped reads standard input to its end. At a terminal a person types it, on the line that elapsed would write over.
func (a *app) readTyped(limit int64) (string, error) {
	if a.inTerminal {
		a.elapsed.pause()
		defer a.elapsed.resume()
	}
	return readAll(a.in, limit)
}

// unread tells a file that is not there from one that cannot be used, by the argument that named it.
func unread(argument, path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return &mperr.NotFound{Kind: "file", Name: path, Fix: "check the path; - reads standard input"}
	case path == "-":
		return &mperr.InvalidArgument{Argument: argument, Value: path, Reason: "standard input: " + err.Error()}
	}
	return &mperr.InvalidArgument{Argument: argument, Value: path, Reason: err.Error()}
}
