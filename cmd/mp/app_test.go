package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// surroundings are an app without a terminal, and what it says.
type surroundings struct {
	*app

	stdout, stderr bytes.Buffer
}

// newApp is an app in an empty environment, with something on standard input.
func newApp(stdin string) *surroundings {
	s := &surroundings{}
	s.app = &app{
		in: strings.NewReader(stdin), out: &s.stdout, err: &s.stderr,
		lookupEnv: func(string) (string, bool) { return "", false },
		now:       func() time.Time { return time.Date(2026, 2, 1, 9, 30, 0, 123_000_000, time.FixedZone("", 3600)) },
		within:    ownWorkspace,
	}
	return s
}

// atTerminal puts a person at both ends.
func (s *surroundings) atTerminal() *surroundings {
	s.inTerminal, s.outTerminal, s.errTerminal = true, true, true
	return s
}

func (s *surroundings) runs(t *testing.T, args ...string) int {
	t.Helper()
	return s.run(t.Context(), args)
}
