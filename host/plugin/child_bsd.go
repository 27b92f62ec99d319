//go:build unix && !linux

package plugin

import "syscall"

// attributes put the child into its own process group, so that Ctrl-C reaches the host alone and the group can be
// killed. Its end with the host is up to the lease that sdk.Serve keeps.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
