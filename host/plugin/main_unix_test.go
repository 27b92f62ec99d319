//go:build unix

package plugin

import (
	"os"
	"path/filepath"
	"testing"
)

// TestMain makes this binary its own plugin: run under a plugin's name it serves, well or badly; see actor_test.go,
// stranger_test.go and host_test.go for what it can be.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 {
		switch os.Args[1] {
		case strangerMode:
			beStranger(os.Args[2])
		case hostMode:
			beHost(os.Args[2:])
		}
	}
	if kind, name, ok := splitProgramName(filepath.Base(os.Args[0])); ok {
		act(kind, name)
	}
	os.Exit(m.Run())
}
