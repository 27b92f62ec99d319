//go:build unix

package plugin

import (
	"os"
	"syscall"
)

// killGroup kills the child with everything it started that stayed in its group.
func killGroup(process *os.Process) { _ = syscall.Kill(-process.Pid, syscall.SIGKILL) }
