package ownerfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Replace puts a file with the content at path, readable by its owner only, whatever was there before. The caller holds
// [Lock]. After an error the old file is as it was.
func Replace(path string, content []byte) error {
	if len(content) > MaxSize {
		return tooLarge(path)
	}
	folder := filepath.Dir(path)
	if err := checkFolder(folder); err != nil {
		return err
	}
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return isLink(path)
	}
	// One name, not a random one: what a killed writer left behind is taken away by the next, not collected.
	beside := filepath.Join(folder, "."+filepath.Base(path)+".tmp")
	if err := writeNew(beside, content); err != nil {
		return writeError(path, err)
	}
	if err := os.Rename(beside, path); err != nil {
		_ = os.Remove(beside)
		return writeError(path, err)
	}
	// The change is made; a file system that cannot sync a folder is no reason to call it failed.
	_ = syncFolder(folder)
	return nil
}

// writeNew writes a file that did not exist, with the owner's rights before there is any content, down to the disk.
func writeNew(path string, content []byte) (err error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			_ = os.Remove(path)
		}
	}()
	// A umask can only take rights away, such as the owner's own.
	if err := file.Chmod(0o600); err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return err
	}
	return file.Sync()
}

func writeError(path string, err error) error {
	fix := "check the disk and the rights on the folder " + filepath.Dir(path)
	return &mperr.ConfigError{Path: path, Message: "cannot be written and is unchanged: " + reasonOf(err), Fix: fix, Cause: err}
}
