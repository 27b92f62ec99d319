package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

func TestNoHelpIsWiderThanATerminal(t *testing.T) {
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) {
		var help bytes.Buffer
		command.SetOut(&help)
		command.InitDefaultHelpFlag()
		if err := command.Help(); err != nil || help.Len() == 0 {
			t.Errorf("%s: %d bytes of help, %v", command.CommandPath(), help.Len(), err)
		}
		for line := range strings.Lines(help.String()) {
			line = strings.TrimSuffix(line, "\n")
			if width := columns(strings.ReplaceAll(line, "\t", "        ")); width > 80 {
				t.Errorf("%s: %d columns: %s", command.CommandPath(), width, line)
			}
		}
	})
}

func TestParagraphsAreNarrowed(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"one two\nthree":       "one two\nthree",
		"one two three four":   "one two\nthree four",
		"one\ntwo three four":  "one two\nthree four",
		"a-very-long-word and": "a-very-long-word\nand",
		"short\n\none two three\n\n  $ one two three": "short\n\none two\nthree\n\n  $ one two three",
		"ünö two\nthree":                              "ünö two\nthree",
	} {
		if diff := cmp.Diff(want, narrow(text, 10)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
