//go:build unix

package ownerfile

import (
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// openPlain opens for reading without following a link, and without waiting for the other end of a pipe.
func openPlain(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

// noFollow makes opening a symbolic link fail.
const noFollow = syscall.O_NOFOLLOW

// checkOwnerOnly refuses a file that others can read or write, or that belongs to somebody else.
func checkOwnerOnly(path string, info fs.FileInfo, user int) error {
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return refuse(path, fmt.Sprintf("can be read or written by others (mode %04o)", mode), "run chmod 600 "+shellWord(path), nil)
	}
	return checkOwner(path, info, user)
}

// checkFolder refuses a folder where others can replace files: one they can write to, unless it is sticky as /tmp is,
// and one of somebody else.
func checkFolder(folder string) error {
	info, err := os.Stat(folder)
	if err != nil {
		return refuse(folder, "cannot be used: "+reasonOf(err), "check that the path is right", err)
	}
	return checkFolderInfo(folder, info, os.Geteuid())
}

func checkFolderInfo(folder string, info fs.FileInfo, user int) error {
	if mode := info.Mode(); mode.Perm()&0o022 != 0 && mode&fs.ModeSticky == 0 {
		return refuse(folder, fmt.Sprintf("can be written to by others (mode %04o), who could replace the files in it", mode.Perm()),
			"run chmod go-w "+shellWord(folder), nil)
	}
	return checkOwner(folder, info, user)
}

// checkOwner trusts the user and root. Root itself, as in a container with a mounted folder, trusts every owner.
func checkOwner(path string, info fs.FileInfo, user int) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || user == 0 || stat.Uid == 0 || int(stat.Uid) == user {
		return nil
	}
	return refuse(path, fmt.Sprintf("belongs to another user (uid %d)", stat.Uid), "run chown "+strconv.Itoa(user)+" "+shellWord(path), nil)
}

// syncFolder makes a rename last through a loss of power.
func syncFolder(folder string) error {
	handle, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer func() { _ = handle.Close() }()
	return handle.Sync()
}

// shellWord quotes a path for a command to copy.
func shellWord(path string) string {
	if strings.IndexFunc(path, func(r rune) bool {
		return !strings.ContainsRune("/._-+~,:@%=", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
