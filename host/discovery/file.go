package discovery

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// version is that of the file's form. A file of another version is none.
const version = 1

// kept is the file.
type kept struct {
	Version int              `json:"version"`
	Entries map[string]entry `json:"entries"`
}

func readEntries(path string) (map[string]entry, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no plain file")
	}
	opened, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = opened.Close() }()
	text, err := io.ReadAll(io.LimitReader(opened, 2*mostKept))
	if err != nil {
		return nil, err
	}
	var read kept
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, err
	}
	if read.Version != version {
		return nil, fmt.Errorf("it has version %d, not %d", read.Version, version)
	}
	return read.Entries, nil
}

// writing is longer than writing the file takes: a new file that is older is of a process that was killed.
const writing = time.Minute

// writeEntries replaces the file. Where another process is about to, its answers count and these do not.
func writeEntries(path string, entries map[string]entry, now time.Time) error {
	text, err := json.Marshal(kept{Version: version, Entries: entries})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	fresh := path + ".new"
	if info, err := os.Lstat(fresh); err == nil && now.Sub(info.ModTime()) > writing {
		_ = os.Remove(fresh) // creating it fails where this did
	}
	created, err := os.OpenFile(fresh, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = created.Write(append(text, '\n'))
	if err = errors.Join(err, created.Close()); err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		_ = os.Remove(fresh)
	}
	return err
}
