package ownerfile

import (
	"io/fs"
	"os"
	"syscall"
)

// Windows has no mode bits: a file in the user's profile inherits an access list for the user, the system and
// administrators alone.

const noFollow = 0

func openPlain(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.ELOOP}
	}
	return os.Open(path)
}

func checkOwnerOnly(string, fs.FileInfo, int) error { return nil }

func checkFolder(folder string) error {
	if _, err := os.Stat(folder); err != nil {
		return refuse(folder, "cannot be used: "+reasonOf(err), "check that the path is right", err)
	}
	return nil
}

// syncFolder has no counterpart: NTFS logs the rename itself.
func syncFolder(string) error { return nil }
