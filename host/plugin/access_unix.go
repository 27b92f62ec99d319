//go:build unix

package plugin

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkAccess refuses a file or folder that somebody else could have written: what it holds would run as the user.
func checkAccess(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return unusable("the owner of "+path+" cannot be told",
			"install the plugin on a local file system", nil)
	}
	return judgeAccess(path, info.Mode(), int(stat.Uid), int(stat.Gid), os.Geteuid())
}

// judgeAccess is checkAccess on plain values. A group of the same number as the owner is that user's private group, as
// most Linux distributions set up: its write permission is the owner's own.
func judgeAccess(path string, mode fs.FileMode, owner, group, me int) error {
	if owner != me && owner != 0 {
		return unusable(fmt.Sprintf("%s belongs to user %d, who is neither you nor root", path, owner),
			"install the plugin as yourself", nil)
	}
	switch {
	case mode.Perm()&0o002 != 0:
		return unusable(path+" can be written by everybody", "chmod go-w "+path, nil)
	case mode.Perm()&0o020 != 0 && group != owner:
		return unusable(fmt.Sprintf("%s can be written by group %d", path, group), "chmod g-w "+path, nil)
	}
	return nil
}

// executable says whether somebody may run the file.
func executable(info fs.FileInfo) bool { return info.Mode().Perm()&0o111 != 0 }
