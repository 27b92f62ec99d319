package plugin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxManifest is far above any honest manifest.
const maxManifest = 64 << 10

// readManifest reads and checks the manifest of a plugin. Its errors are faults.
func readManifest(path string, kind Kind, name string) (Manifest, error) {
	text, err := readSmall(path)
	if err != nil {
		return Manifest{}, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return Manifest{}, err
	}
	if err := m.check(kind, name); err != nil {
		return m, err
	}
	return m, m.checkForeign(text)
}

// readSmall reads the file at path, which must be a regular one: opening a pipe would wait for ever.
func readSmall(path string) ([]byte, error) {
	base := filepath.Base(path)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unusable("its manifest "+base+" is not beside it",
			"install the plugin again, with its manifest in the same folder", err)
	}
	if err != nil {
		return nil, unreadable(base, err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxManifest {
		return nil, unusable(fmt.Sprintf("its manifest %s is not a regular file of %d KiB at most", base, maxManifest>>10),
			"install the plugin again", nil)
	}
	if err := checkAccess(path, info); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(base, err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxManifest))
	if err != nil {
		return nil, unreadable(base, err)
	}
	return text, nil
}

func unreadable(base string, err error) error {
	return unusable("its manifest "+base+" cannot be read",
		"check the owner and mode of the file and its folder", err)
}
