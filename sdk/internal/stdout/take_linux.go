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
	// Dup3 and not Dup2: linux/arm64 has no dup2.
	if err := syscall.Dup3(syscall.Stderr, syscall.Stdout, 0); err != nil {
		_ = syscall.Close(private)
		return nil
	}
	return os.NewFile(uintptr(private), "handshake")
}
