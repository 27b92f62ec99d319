//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// terminal has no terminals to open here; the scripts that need one ask for Linux first.
func terminal(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("terminal runs on Linux alone")
}
