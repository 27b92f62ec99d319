package share

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
)

// nameOf is the name of the socket of a store: the same for every way to write its location, and short, as the path of a
// socket is.
func nameOf(engine, location string) string {
	sum := sha256.Sum256([]byte(engine + "\x00" + resolved(location)))
	return hex.EncodeToString(sum[:8])
}

// resolved is a location without links. What is no file stays as it is.
func resolved(location string) string {
	if target, err := filepath.EvalSymlinks(location); err == nil {
		return target
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(location)); err == nil {
		return filepath.Join(folder, filepath.Base(location))
	}
	return location
}
