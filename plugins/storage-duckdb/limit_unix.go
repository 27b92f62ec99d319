//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// outliveLimit makes a write beyond the size that the system allows a file fail, as one on a full disk does, so that it is
// told and undone. By default the system ends the process by a signal.
func outliveLimit() { signal.Ignore(syscall.SIGXFSZ) }
