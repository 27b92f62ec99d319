package main

import (
	"strings"
	"testing"
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
		{"auth list -x", "unknown shorthand flag"},
		{"auth list --wait soon", "invalid"},
		{"auth list extra", "usage: mp auth list"},
		{"auth switch", "usage: mp auth switch NAME"},
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

func TestAFarFlagIsNotSuggested(t *testing.T) {
	s := newApp("")
	s.runs(t, "fetch", "events", "--zzzzzzzz")
	if strings.Contains(s.stderr.String(), "did you mean") {
		t.Errorf("suggests something: %s", s.stderr.String())
	}
}

func TestEditsCountsInsertionsDeletionsAndReplacements(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"from", "from", 0}, {"fron", "from", 1}, {"form", "from", 2},
		{"kitten", "sitting", 3}, {"where", "here", 1},
	} {
		if got := edits(tt.a, tt.b); got != tt.want {
			t.Errorf("edits(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
