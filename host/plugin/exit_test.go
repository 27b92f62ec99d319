//go:build unix

package plugin

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestASignalThatEndsAPluginIsToldWithItsFix(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		signal               syscall.Signal
		problem, fix, stderr string
	}{
		{syscall.SIGTERM, "by itself or because it was asked to from outside", "if nobody ended the plugin", ""},
		{syscall.SIGHUP, "asked to end from outside", "repeat the command", ""},
		{syscall.SIGQUIT, "asked to end from outside", "repeat the command", "SIGQUIT: quit"},
		{syscall.SIGSEGV, "SIGSEGV: segmentation violation", "author", "SIGSEGV: segmentation violation"},
	} {
		t.Run(c.signal.String(), func(t *testing.T) {
			t.Parallel()
			err := fail(t, one(t, Config{}), fmt.Sprintf("signal %d", c.signal))
			crash, ok := errors.AsType[*mperr.PluginCrashed](err)
			if !ok || !strings.Contains(crash.Problem, c.problem) || !strings.Contains(crash.Fix, c.fix) {
				t.Fatalf("got %v with fix %q, want %q with %q", err, mperr.Hint(err), c.problem, c.fix)
			}
			if c.stderr != "" && !slices.Contains(crash.Stderr, c.stderr) {
				t.Errorf("the line %q is not in %q", c.stderr, crash.Stderr)
			}
		})
	}
}

// TestSignalsOfOtherProgramsAreTold: one that is not Go's has no words for its end.
func TestSignalsOfOtherProgramsAreTold(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"XFSZ": {"limit for the size of files", "ulimit -f"}, "TERM": {"asked to end from outside", "repeat the command"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := shelf(t)
			script(t, dir, "sh", "kill -"+name+" $$")
			_, err := managed(t, Config{Dirs: []string{dir}}).Start(t.Context(), Credential, "sh")
			if e := evidenceOf(t, err); !strings.Contains(e.Problem, want[0]) || !strings.Contains(e.Fix, want[1]) {
				t.Errorf("problem %q with fix %q, want %q", e.Problem, e.Fix, want)
			}
		})
	}
}
