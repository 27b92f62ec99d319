// Package examples holds the test of docs/writing-a-plugin.md; the examples are in the folders below.
package examples

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is a fenced block of the guide: its language, the file that it is where it is one, and its text.
var (
	block    = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")
	fileName = regexp.MustCompile(`^(?://|#) (\S+\.\w+)\n`)
)

// TestGuideLeadsToPassingSuites does what the guide says, from its first line to its last: files are written, commands
// are run, in an empty folder and with an empty home.
func TestGuideLeadsToPassingSuites(t *testing.T) {
	output, err := runGuide(t, guideScript(t))
	if err != nil {
		t.Fatalf("the guide does not work: %v\n%s", err, output)
	}
	for _, want := range []string{
		"--- PASS: TestValueKeepsTheContract/what_the_provider_has_resolves_with_its_source",
		"--- PASS: TestBinaryKeepsTheContract/an_unknown_account_is_CREDENTIALS_NOT_CONFIGURED_and_not_the_default",
		"--- PASS: TestMissingFileIsNotConfigured/a_provider_with_nothing_is_CREDENTIALS_NOT_CONFIGURED_and_says_why",
		"mp-credential-json 0.1.0 protocol 1", "ok  \texample.com/mp-storage-mine", "mp-storage-mine 0.1.0 protocol 1",
	} {
		if !strings.Contains(output, want) {
			t.Errorf("the output of the guide has no %q:\n%s", want, output)
		}
	}
}

// guideScript makes one shell script of the guide. Every block of Go or TOML is a file and says which.
func guideScript(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile(filepath.Join("..", "docs", "writing-a-plugin.md"))
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, found := range block.FindAllStringSubmatch(string(guide), -1) {
		language, text := found[1], found[2]
		switch language {
		case "sh":
			if !strings.Contains(text, "git clone") { // the checkout is here already
				script.WriteString(text)
			}
		case "go", "toml":
			name := fileName.FindStringSubmatch(text)
			if name == nil {
				t.Fatalf("a block of the guide does not say which file it is:\n%s", text)
			}
			script.WriteString("cat > " + name[1] + " <<'END OF FILE'\n" + text + "END OF FILE\n")
		case "ini": // lines for the user's configuration
		default:
			t.Fatalf("the guide has a block of %s, which this test does not know", language)
		}
	}
	return script.String()
}

// runGuide runs a script in an empty folder. Go keeps its caches and its way to modules.
func runGuide(t *testing.T, script string) (string, error) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	shell := exec.CommandContext(t.Context(), "sh", "-eu", "-c", script)
	shell.Dir = t.TempDir()
	shell.Env = append([]string{"MP=" + root, "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "GOWORK=off",
		"GOFLAGS=-ldflags=-w", // debug information takes half of the linking
		"GOSUMDB=off",         // the modules are those of this checkout, whose go.sum has checked them
	}, goSettings(t)...)
	output, err := shell.CombinedOutput()
	return string(output), err
}

// goSettings are those that Go would otherwise read from the home folder that it is not given.
func goSettings(t *testing.T) (settings []string) {
	t.Helper()
	for _, name := range []string{
		"GOPATH", "GOMODCACHE", "GOCACHE", "GOPROXY", "GONOPROXY", "GOPRIVATE", "GOINSECURE", "GOTOOLCHAIN",
	} {
		value, err := exec.CommandContext(context.Background(), "go", "env", name).Output()
		if err != nil {
			t.Fatalf("go env %s: %v", name, err)
		}
		settings = append(settings, name+"="+strings.TrimSpace(string(value)))
	}
	return settings
}
