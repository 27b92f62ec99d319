//go:build unix && !linux

package stdout

import "syscall"

// duplicate makes a descriptor one of what another is of.
func duplicate(of, into int) error { return syscall.Dup2(of, into) }
