package main

import "os"

// questionLimit caps a query or a script, in bytes: a thousand pages of text.
const questionLimit = 1 << 20

// readQuestion reads a query or a script from a file, or from standard input for -.
func (a *app) readQuestion(path string) (string, error) {
	if path == "-" {
		return readAll(a.in, questionLimit)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	return readAll(file, questionLimit)
}
