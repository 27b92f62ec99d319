package plugin

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// attributes put the child into its own process group, so that Ctrl-C reaches the host alone and the group can be
// killed. The kernel kills the child when the thread that started it ends, which run keeps alive for as long as the child.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// limit forbids core dumps: they would hold secrets. It is the best that can be done without the child's help, so that a
// failure changes nothing.
func limit(process *os.Process) {
	_ = unix.Prlimit(process.Pid, unix.RLIMIT_CORE, &unix.Rlimit{}, nil)
}

// awaitExit blocks until the child has ended and leaves it unreaped: its number, which is its group's too, belongs to
// nobody else until then. It is false where the system cannot do that.
func awaitExit(process *os.Process) bool {
	for {
		err := unix.Waitid(unix.P_PID, process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return err == nil
		}
	}
}
