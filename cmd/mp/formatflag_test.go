package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestArrowIsForStoredRowsAlone(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"version", "-f", "arrow"}, "mp query sql and mp inspect sample"},
		{[]string{"auth", "list", "-f", "arrow"}, "json, jsonl, table, csv, plain"},
		{[]string{"query", "sql", "-f", "arrow", "--scalar", "SELECT 1"}, "--scalar prints one value"},
	} {
		s := newApp("")
		if status := s.runs(t, tt.args...); status != 3 || s.stdout.Len() != 0 || !strings.Contains(s.stderr.String(), tt.want) {
			t.Errorf("mp %v: status %d, stdout %q, stderr %q; want 3, nothing, %q", tt.args, status, s.stdout.String(), s.stderr.String(), tt.want)
		}
	}
}

func TestArrowIsNotWrittenToATerminal(t *testing.T) {
	s := newApp("").atTerminal()
	status := s.runs(t, "query", "sql", "SELECT 1", "-f", "arrow")
	if status != 3 || s.stdout.Len() != 0 || !strings.Contains(s.stderr.String(), "redirect it to a file or a pipe") {
		t.Errorf("status %d, stdout %q, stderr %q; want 3, nothing and the way out", status, s.stdout.String(), s.stderr.String())
	}
}

func TestTheCommandsThatPrintBatchesAreThere(t *testing.T) {
	missing := map[string]bool{}
	for _, path := range inBatches {
		missing[path] = true
	}
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) { delete(missing, command.CommandPath()) })
	if len(missing) > 0 {
		t.Errorf("no such commands: %v", missing)
	}
}
