package settings

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// maxSize is the size in bytes above which a file is refused: a configuration is a few kilobytes, and a wrong path should
// not fill the memory. It is that of the credential-file plugin, which reads the same file.
const maxSize = 1 << 20

// read gives the file's content; [fs.ErrNotExist] where there is none. Only a plain file is opened: a pipe would be waited
// for beyond the reach of a signal, and a device has no end.
func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, &mperr.ConfigError{Message: "is no plain file", Path: path, Fix: "give the path of a file"}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(text) > maxSize {
		return nil, &mperr.ConfigError{
			Message: fmt.Sprintf("is larger than %d bytes, so it is no configuration", maxSize), Path: path, Fix: "check the path",
		}
	}
	return text, nil
}

func unreadable(path string, err error) error {
	return &mperr.ConfigError{Message: "cannot be read", Path: path, Fix: "check the file's owner and mode", Cause: err}
}
