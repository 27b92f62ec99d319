package ownerfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// MaxSize is the size in bytes above which a file is refused: a configuration is a few kilobytes, and a wrong path should
// not fill the memory.
const MaxSize = 1 << 20

// Read gives the content of a file. [fs.ErrNotExist] means that there is none. A symbolic link, anything but a plain
// file, a file that others can read or write, and a folder where others can put another in its place are refused.
func Read(path string) ([]byte, error) {
	file, err := openPlain(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, openError(path, err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, refuse(path, "cannot be read: "+reasonOf(err), "check the file and its disk", err)
	}
	if err := checkFile(path, info, os.Geteuid()); err != nil {
		return nil, err
	}
	if err := checkFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, MaxSize+1))
	if err != nil {
		return nil, refuse(path, "cannot be read: "+reasonOf(err), "check the file and its disk", err)
	}
	if len(content) > MaxSize {
		return nil, tooLarge(path)
	}
	return content, nil
}

func openError(path string, err error) error {
	if info, statErr := os.Lstat(path); statErr == nil && info.Mode()&fs.ModeSymlink != 0 {
		return isLink(path)
	}
	fix := "check that the path is right"
	if errors.Is(err, fs.ErrPermission) {
		fix = "make the file and its folders yours with chown, or set MP_CONFIG_PATH to a file of yours"
	}
	return refuse(path, "cannot be read: "+reasonOf(err), fix, err)
}

func isLink(path string) error {
	return refuse(path, "is a symbolic link, which is not followed for a file with secrets",
		"move the file it points to here, or set MP_CONFIG_PATH to that file", nil)
}

func checkFile(path string, info fs.FileInfo, user int) error {
	switch {
	case info.IsDir():
		return refuse(path, "is a folder, not a file", "move the folder away, or set MP_CONFIG_PATH to a file", nil)
	case !info.Mode().IsRegular():
		return refuse(path, "is not a plain file", "move it away, or set MP_CONFIG_PATH to a file", nil)
	}
	return checkOwnerOnly(path, info, user)
}

func tooLarge(path string) error {
	return refuse(path, fmt.Sprintf("is larger than %d bytes", MaxSize), "check that the path is right, and shorten the file", nil)
}

// refuse makes the error of a path.
func refuse(path, message, fix string, cause error) error {
	return &mperr.ConfigError{Path: path, Message: message, Fix: fix, Cause: cause}
}

// reasonOf is the system's reason without the path, which the error names already.
func reasonOf(err error) string {
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		return number.Error()
	}
	return err.Error()
}
