package sdktest

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Build compiles a plugin's main package, given as to go build, and gives the path of the binary, which is there until
// the test ends. Further flags, such as -tags, are for go build. It is for [StorageConfig].Binary and [CredentialConfig].Binary:
//
//	sdktest.Storage(t, sdktest.StorageConfig{Binary: sdktest.Build(t, ".")})
func Build(t *testing.T, mainPackage string, flags ...string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "plugin")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	// Debug information takes half of the linking, and nobody debugs this binary, or asks which commit it is of.
	args := append(append([]string{"build", "-ldflags=-w", "-buildvcs=false", "-o", binary}, flags...), mainPackage)
	output, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("go build %s: %v\n%s", mainPackage, err, output)
	}
	return binary
}
