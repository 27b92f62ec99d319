package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "write docs/cli.md again")

// TestCommandReferenceIsWhatHelpSays keeps docs/cli.md, which "make generate" writes, the same as the commands.
func TestCommandReferenceIsWhatHelpSays(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "cli.md")
	text := reference(newApp("").rootCommand())
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), text); diff != "" {
		t.Errorf("run make generate:\n%s", diff)
	}
}

// reference is the page of all commands.
func reference(root *cobra.Command) string {
	var page strings.Builder
	page.WriteString("# Commands\n\n<!-- Generated from the commands' help by \"make generate\"; change the texts in cmd/mp. -->\n\n")
	fmt.Fprintf(&page, "%s\n\nExit statuses and codes: [errors.md](errors.md).\n\n## Flags of every command\n\n", root.Long)
	fence(&page, root.PersistentFlags().FlagUsagesWrapped(helpWidth))
	for _, group := range root.Commands() {
		if flags := group.PersistentFlags(); flags.HasAvailableFlags() {
			fmt.Fprintf(&page, "\n## Flags of every command of %s\n\n", group.CommandPath())
			fence(&page, flags.FlagUsagesWrapped(helpWidth))
		}
	}
	eachCommand(root, func(command *cobra.Command) {
		if command == root || command.HasSubCommands() || command.Hidden {
			return
		}
		fmt.Fprintf(&page, "\n## %s\n\n%s\n\n", command.CommandPath(), paragraph(command))
		fence(&page, command.UseLine()+"\n")
		page.WriteString("\n")
		fence(&page, outdented(command.Example)+"\n")
		if flags := command.LocalNonPersistentFlags(); flags.HasAvailableFlags() {
			page.WriteString("\n")
			fence(&page, flags.FlagUsagesWrapped(helpWidth))
		}
	})
	return page.String()
}

// paragraph is the long text where there is one. That of a shell's completion script shows commands of its own.
func paragraph(command *cobra.Command) string {
	if command.Long == "" || command.Parent().Name() == "completion" {
		return command.Short + "."
	}
	return command.Long
}

func fence(page *strings.Builder, text string) {
	fmt.Fprintf(page, "```\n%s\n```\n", strings.TrimRight(text, "\n"))
}

// outdented takes the two blanks off that indent examples in the help.
func outdented(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "  ")
	}
	return strings.Join(lines, "\n")
}
