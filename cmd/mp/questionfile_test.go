package main

import (
	"strings"
	"testing"
)

func TestAnErrorOfStandardInputNamesStandardInput(t *testing.T) {
	for argument, args := range map[string][]string{"QUERY": {"-"}, "--file": {"--file", "-"}} {
		s := newApp(strings.Repeat("x", questionLimit+1))
		status := s.runs(t, append([]string{"query", "sql"}, args...)...)
		said := s.stderr.String()
		if status != 3 || !strings.Contains(said, `"argument":"`+argument+`"`) || !strings.Contains(said, "standard input: more than 1048576 bytes") {
			t.Errorf("%q: status %d, %s", args, status, said)
		}
	}
}
