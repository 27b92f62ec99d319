//go:build unix

package plugin

import (
	"os"
	"syscall"
	"time"
)

// readNow reads what lies in a pipe and waits for nothing; 0 where there is nothing. The pipe has no deadline afterwards.
func readNow(pipe *os.File, into []byte) int {
	raw, err := pipe.SyscallConn()
	if err != nil || pipe.SetReadDeadline(time.Time{}) != nil {
		return 0
	}
	n := 0
	err = raw.Read(func(fd uintptr) bool {
		n, _ = syscall.Read(int(fd), into) // a descriptor that Go made: it never waits
		return true
	})
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// killGroup kills the child with everything it started that stayed in its group.
func killGroup(process *os.Process) { _ = syscall.Kill(-process.Pid, syscall.SIGKILL) }
