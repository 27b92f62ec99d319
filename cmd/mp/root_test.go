package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// eachCommand calls do with every command a user can give.
func eachCommand(command *cobra.Command, do func(*cobra.Command)) {
	do(command)
	for _, sub := range command.Commands() {
		eachCommand(sub, do)
	}
}

func TestEveryCommandHasAnExampleThatNamesIt(t *testing.T) {
	commands := 0
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) {
		commands++
		if !strings.Contains(command.Example, command.CommandPath()) {
			t.Errorf("%s: example %q", command.CommandPath(), command.Example)
		}
		if command.Short == "" {
			t.Errorf("%s has no short text", command.CommandPath())
		}
	})
	if commands < 25 {
		t.Errorf("looked at %d commands only", commands)
	}
}

func TestNoFlagTakesASecret(t *testing.T) {
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) {
		if flag := command.Flags().Lookup("secret"); flag != nil {
			t.Errorf("%s has --secret", command.CommandPath())
		}
	})
}

func TestHelpIsWrittenToStandardOutputAndNothingElse(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"help"}, {"auth"}, {"help", "auth", "add"}, {"fetch", "events", "-h"}} {
		s := newApp("")
		if status := s.runs(t, args...); status != 0 || s.stderr.Len() != 0 || !strings.Contains(s.stdout.String(), "Examples:") {
			t.Errorf("mp %v: status %d, stderr %q", args, status, s.stderr.String())
		}
	}
}

func TestAFormatThatIsNotThereStopsACommandBeforeItDoesAnything(t *testing.T) {
	s := newApp("")
	if status := s.runs(t, "version", "-f", "yaml"); status != 3 || s.stdout.Len() != 0 {
		t.Errorf("status %d, stdout %q; want 3 and nothing", status, s.stdout.String())
	}
	if !strings.Contains(s.stderr.String(), "jsonl") {
		t.Errorf("stderr %q does not name the formats", s.stderr.String())
	}
}

func TestTheFormatIsATableForAPersonAndJSONForAProgram(t *testing.T) {
	program, person := newApp(""), newApp("").atTerminal()
	if status := program.runs(t, "version"); status != 0 || !strings.HasPrefix(program.stdout.String(), "{\n") {
		t.Errorf("status %d, %q; want JSON", status, program.stdout.String())
	}
	if status := person.runs(t, "version"); status != 0 || !strings.HasPrefix(person.stdout.String(), "VERSION ") {
		t.Errorf("status %d, %q; want a table", status, person.stdout.String())
	}
}

func TestTheFirstHelpFitsAScreenOf80Columns(t *testing.T) {
	s := newApp("")
	s.runs(t, "--help")
	for line := range strings.Lines(s.stdout.String()) {
		if width := len(strings.TrimRight(line, "\n")); width > 80 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}
