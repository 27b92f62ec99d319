package main

import (
	"errors"
	"syscall"
	"testing"
)

// scalarAt is what --scalar prints of an answer.
func scalarAt(t *testing.T, s *surroundings, format string, reader *answer) string {
	t.Helper()
	s.format = format
	if err := s.printScalar(t.Context(), reader); err != nil {
		t.Fatal(err)
	}
	return s.stdout.String()
}

func TestAScalarIsTextUnlessJSONIsAskedFor(t *testing.T) {
	const row = `[{"i":1,"s":"a"}]`
	for format, want := range map[string]string{
		"": "x <y>\n", "plain": "x <y>\n", "csv": "x <y>\n", "table": "x <y>\n", "json": "\"x <y>\"\n", "jsonl": "\"x <y>\"\n",
	} {
		if got := scalarAt(t, newApp(""), format, answerOfText(t, "x <y>")); got != want {
			t.Errorf("--format %q prints %q, want %q", format, got, want)
		}
		if got := scalarAt(t, newApp("").atTerminal(), format, answerOf(t, nil, row)); got != "1\n" {
			t.Errorf("--format %q prints %q, want 1", format, got)
		}
		if got := scalarAt(t, newApp(""), format, answerOf(t, nil)); got != "" {
			t.Errorf("--format %q prints %q of an empty result", format, got)
		}
	}
}

func TestAScalarDoesNotSteerTheScreen(t *testing.T) {
	const hostile = "a\x1b[2Jb"
	for _, tt := range []struct {
		s            *surroundings
		format, want string
	}{
		{newApp("").atTerminal(), "", "a\\u001b[2Jb\n"},
		{newApp("").atTerminal(), "table", "a\\u001b[2Jb\n"},
		{newApp("").atTerminal(), "json", "\"a\\u001b[2Jb\"\n"},
		{newApp(""), "", hostile + "\n"}, // a script gets the value as it is
	} {
		if got := scalarAt(t, tt.s, tt.format, answerOfText(t, hostile)); got != tt.want {
			t.Errorf("--format %q prints %q, want %q", tt.format, got, tt.want)
		}
	}
}

func TestAScalarThatNobodyReadsIsToldAsSuch(t *testing.T) {
	s := newApp("")
	s.out = broken{}
	err := s.printScalar(t.Context(), answerOf(t, nil, `[{"i":1,"s":"a"}]`))
	if _, ok := errors.AsType[*outputError](err); !ok || !errors.Is(err, syscall.EPIPE) {
		t.Errorf("printScalar = %v, want an output error with EPIPE", err)
	}
}
