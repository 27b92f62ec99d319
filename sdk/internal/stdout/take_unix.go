//go:build unix

package stdout

import (
	"os"
	"syscall"
)

// take gives a private copy of file descriptor 1 and points 1 at standard error, for this process and its children, Go code
// or not. It gives nil where that cannot be done.
func take() *os.File {
	private, err := syscall.Dup(syscall.Stdout)
	if err != nil {
		return nil
	}
	syscall.CloseOnExec(private)
	if err := duplicate(syscall.Stderr, syscall.Stdout); err != nil {
		_ = syscall.Close(private)
		return nil
	}
	return os.NewFile(uintptr(private), "handshake")
}
