//go:build unix

package main

import "syscall"

// keepPrivate makes what DuckDB writes beside its file (its log, and what does not fit in memory) readable for the user
// alone, as the file itself is.
func keepPrivate() { syscall.Umask(0o077) }
