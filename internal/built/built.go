// Package built gives tests the programs of this project, to drive them as a user would: mp, the plugins beside it in
// plugins/, and the example plugins. `make test` builds them once for all packages and says where they are; a test that
// is run by itself builds what it asks for.
package built

import (
	"os"
	"path/filepath"
	"sync"
)

// Variable names the environment variable with the folder that has all programs already.
const Variable = "MP_BUILT"

// made is the folder that this process has made, "" for none.
var made string

var (
	folder = sync.OnceValues(func() (string, error) {
		if given := os.Getenv(Variable); given != "" {
			return given, nil
		}
		var err error
		if made, err = os.MkdirTemp("", "mp-built-"); err != nil {
			return "", err
		}
		return made, os.Mkdir(filepath.Join(made, "plugins"), 0o700)
	})
	mains   = sync.OnceValue(func() error { return build(programs) })
	plugged = sync.OnceValue(func() error { return build(plugins) })
)

// Dir gives the folder with all programs. [Remove] removes it.
func Dir() (string, error) {
	if _, err := Plugins(); err != nil {
		return "", err
	}
	if err := mains(); err != nil {
		return "", err
	}
	return folder()
}

// Plugins gives the folder of the plugins, which Dir has in it, for a test that needs no other program.
func Plugins() (string, error) {
	dir, err := folder()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "plugins"), plugged()
}

// Remove removes what this process has built.
func Remove() {
	if made != "" {
		_ = os.RemoveAll(made)
	}
}
