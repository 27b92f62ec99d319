package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func TestMistypedCommandsAndFlagsAreErrorsThatSuggest(t *testing.T) {
	for _, tt := range []struct {
		line string
		says string
	}{
		{"fech", "did you mean fetch?"},
		{"auth lst", "did you mean list, test?"},
		{"auth zzzzzz", `unknown command of \"mp auth\"`},
		{"help nope", "nope"},
		{"help auth nope", "nope"},
		{"completion korn", "korn"},
		{"completion bash extra", "mp completion bash"},
		{"fetch events --fron 2026-01-01", "did you mean --from?"},
		{"auth add a --secret x", "did you mean --secret-stdin?"},
		{"auth list --accounts x", "did you mean --account?"},
		{"auth list --xyzzyx", `unknown flag of \"mp auth list\"`},
		{"auth list -x", `-x: unknown flag of \"mp auth list\"`},
		{"fetch events --form 2026-01-01", "did you mean --format, --from?"},
		{"auth list extra", "usage: mp auth list"},
		{"auth switch", "usage: mp auth switch NAME [flags]"},
		{"fetch events a b", "usage: mp fetch events [TABLE]"},
	} {
		s := newApp("")
		status := s.runs(t, strings.Fields(tt.line)...)
		if status != 3 || s.stdout.Len() != 0 {
			t.Errorf("mp %s: status %d, stdout %q; want 3 and nothing", tt.line, status, s.stdout.String())
		}
		if text := s.stderr.String(); !strings.Contains(text, "INVALID_ARGUMENT") || !strings.Contains(text, tt.says) {
			t.Errorf("mp %s says %q, want %q", tt.line, text, tt.says)
		}
		if strings.Contains(s.stderr.String(), "Usage:") {
			t.Errorf("mp %s prints its usage", tt.line)
		}
	}
}

// refusedDetails is what a command line that cannot be used is answered with.
func refusedDetails(t *testing.T, args ...string) map[string]string {
	t.Helper()
	s := newApp("")
	if status := s.runs(t, args...); status != 3 || s.stdout.Len() != 0 {
		t.Fatalf("mp %q: status %d, stdout %q; want 3 and nothing", args, status, s.stdout.String())
	}
	var got struct {
		Error struct {
			Details map[string]string `json:"details"`
		} `json:"error"`
	}
	if err := json.Unmarshal(s.stderr.Bytes(), &got); err != nil {
		t.Fatalf("mp %q: %v in %s", args, err, s.stderr.String())
	}
	return got.Error.Details
}

func TestABadValueNamesItsFlagInTheWordsOfTheCommand(t *testing.T) {
	const huge = "99999999999999999999"
	for _, tt := range []struct {
		args                    []string
		argument, value, reason string
	}{
		{[]string{"fetch", "events", "-l", huge}, "--limit", huge, "is too large or too small a number: stop after that many events, 1 to 100000"},
		{[]string{"query", "sql", "--limit=abc"}, "--limit", "abc", "must be a whole number: stop after that many rows; 0 does not stop"},
		{[]string{"auth", "list", "--wait", "abc"}, "--wait", "abc", "must be a length of time with its unit, as 30s or 5m: "},
		{[]string{"query", "sql", "--write=perhaps"}, "--write", "perhaps", "must be true or false: let the query change the store"},
		{[]string{"auth", "list", "--db"}, "--db", "", "needs a value: the store"},
		{[]string{"fetch", "events", "-l"}, "--limit", "", "needs a value: stop after"},
	} {
		got := refusedDetails(t, tt.args...)
		if got["argument"] != tt.argument || got["value"] != tt.value || !strings.HasPrefix(got["reason"], tt.reason) {
			t.Errorf("mp %q: %v; want %s %q: %s", tt.args, got, tt.argument, tt.value, tt.reason)
		}
		for _, word := range []string{"strconv", "parsing", "time:", "invalid argument"} {
			if strings.Contains(got["reason"], word) {
				t.Errorf("mp %q says %q", tt.args, got["reason"])
			}
		}
	}
}

func TestATextThatBeginsWithADashIsToldHowToBeGiven(t *testing.T) {
	for _, text := range []string{"-- comment\nselect 1", "--comment\nselect 1", "--- comment", "-1", "-x y", "--=x"} {
		want := map[string]string{"argument": "QUERY", "value": text, "reason": "begins with a dash and is taken for a flag; put -- before it: mp query sql -- QUERY"}
		if diff := cmp.Diff(want, refusedDetails(t, "query", "sql", text)); diff != "" {
			t.Errorf("mp query sql %q:\n%s", text, diff)
		}
	}
	if got := refusedDetails(t, "auth", "list", "-1"); !strings.Contains(got["reason"], "unknown flag") {
		t.Errorf("a command without arguments says %v", got)
	}
}

func TestAnArgumentThatIsMissingEmptyOrOneTooManyIsNamed(t *testing.T) {
	for _, tt := range []struct {
		args                    []string
		argument, value, reason string
	}{
		{[]string{"auth", "switch"}, "NAME", "", "is required; usage: mp auth switch NAME [flags]"},
		{[]string{"auth", "add"}, "NAME", "", "is required; usage: mp auth add NAME [flags]"},
		{[]string{"auth", "switch", "a", "b"}, "argument", "b", "is one too many; usage: mp auth switch NAME [flags]"},
		{[]string{"fetch", "events", "a", "b"}, "argument", "b", "is one too many; usage: mp fetch events [TABLE] [flags]"},
		{[]string{"auth", "list", "extra"}, "argument", "extra", "is one too many; usage: mp auth list [flags]"},
		{[]string{"auth", "show", ""}, "NAME", "", "is empty"},
		{[]string{"auth", "test", ""}, "NAME", "", "is empty"},
		{[]string{"fetch", "events", ""}, "TABLE", "", "is empty"},
	} {
		got := refusedDetails(t, tt.args...)
		if got["argument"] != tt.argument || got["value"] != tt.value || got["reason"] != tt.reason {
			t.Errorf("mp %q: %v; want %s %q: %s", tt.args, got, tt.argument, tt.value, tt.reason)
		}
	}
}

// TestEveryFlagThatTakesTextRefusesAnEmptyOne gives each flag of each command an empty value, as an unset variable does.
func TestEveryFlagThatTakesTextRefusesAnEmptyOne(t *testing.T) {
	tried := 0
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) {
		if command.HasSubCommands() {
			return
		}
		line := strings.Fields(command.CommandPath())[1:]
		for _, name := range placeholders(command) {
			if name == bare(name) {
				line = append(line, "a")
			}
		}
		command.InheritedFlags() // makes the global flags the command's own
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			if flag.Value.Type() != "string" {
				return
			}
			tried++
			got := refusedDetails(t, append(slices.Clone(line), "--"+flag.Name, "")...)
			if got["argument"] != typed(flag) || !strings.HasPrefix(got["reason"], "is empty") {
				t.Errorf("mp %v --%s '': %v", line, flag.Name, got)
			}
		})
	})
	if tried < 60 {
		t.Errorf("tried %d flags only", tried)
	}
}

func TestAFarFlagIsNotSuggested(t *testing.T) {
	s := newApp("")
	s.runs(t, "fetch", "events", "--zzzzzzzz")
	if strings.Contains(s.stderr.String(), "did you mean") {
		t.Errorf("suggests something: %s", s.stderr.String())
	}
}
