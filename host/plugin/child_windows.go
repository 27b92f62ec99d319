package plugin

import (
	"os"
	"syscall"
)

// attributes put the child into its own process group, so that Ctrl-C reaches the host alone.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// readNow has nothing to read: pipes have no deadlines there, and none is over.
func readNow(*os.File, []byte) int { return 0 }

// killGroup kills the child. Windows has no signal to a group: what a plugin started there, it must end itself.
func killGroup(process *os.Process) { _ = process.Kill() }
