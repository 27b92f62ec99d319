package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestThePythonToolsFlagsAreHere reads the commands of docs/compatibility.md: each is there, with every flag under its letter
// and with its default, and the scripts that are named beside it give every one of them.
func TestThePythonToolsFlagsAreHere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "compatibility.md"))
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile("(?m)^\\| `(mp [^`]*)`[^|]*\\|([^|]*)\\|([^|]*)\\|$").FindAllStringSubmatch(string(page), -1)
	if len(lines) < 45 {
		t.Errorf("read %d commands only", len(lines))
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	flags := regexp.MustCompile("`([^`]+)`(?: \\(([^)]+)\\))?")
	for _, line := range lines {
		command := commandOf(t, line[1])
		scripts := linesOf(t, command, quoted.FindAllStringSubmatch(line[3], -1))
		for _, named := range flags.FindAllStringSubmatch(line[2], -1) {
			letter, name, _ := strings.Cut(named[1], "/")
			if name == "" {
				letter, name = "", named[1]
			}
			flag := flagOf(command, strings.TrimPrefix(name, "--"))
			switch {
			case flag == nil:
				t.Errorf("%s has no %s", line[1], named[1])
			case letter != "" && flag.Shorthand != strings.TrimPrefix(letter, "-"):
				t.Errorf("%s: %s has the letter %q, not %s", line[1], name, flag.Shorthand, letter)
			case named[2] != "" && strings.Trim(flag.DefValue, "[]") != named[2]:
				t.Errorf("%s: the default of %s is %s, not %s", line[1], name, flag.DefValue, named[2])
			case !slices.ContainsFunc(scripts, func(given string) bool { return gives(given, name, letter) }):
				t.Errorf("%s: no script of %s gives %s", line[1], line[3], named[1])
			}
		}
	}
}

// commandOf is the command that a line of usage such as mp query sql [QUERY] begins with; mp itself for mp ….
func commandOf(t *testing.T, usage string) *cobra.Command {
	t.Helper()
	root := newApp("").rootCommand()
	words := strings.Fields(usage)[1:]
	if words[0] == "…" {
		return root
	}
	found, _, err := root.Find(words[:2])
	if err != nil || found.CommandPath() != "mp "+strings.Join(words[:2], " ") {
		t.Fatalf("there is no command %s: %v", usage, err)
	}
	return found
}

func flagOf(command *cobra.Command, name string) *pflag.Flag {
	command.InitDefaultHelpFlag()
	command.InitDefaultVersionFlag()
	return command.Flag(name)
}

// linesOf are the command lines of scripts that run a command, behind mp.
func linesOf(t *testing.T, command *cobra.Command, named [][]string) []string {
	t.Helper()
	var lines []string
	for _, script := range named {
		if !strings.HasSuffix(script[1], ".txtar") {
			continue
		}
		text, err := os.ReadFile(filepath.Join("testdata", "script", script[1]))
		if err != nil {
			t.Fatal(err)
		}
		words := strings.TrimPrefix(strings.TrimPrefix(command.CommandPath(), "mp"), " ")
		runs := regexp.MustCompile(`(?m)\bmp (.*` + words + `.*)$`)
		for _, run := range runs.FindAllStringSubmatch(string(text), -1) {
			lines = append(lines, run[1])
		}
	}
	return lines
}

// gives says whether a command line has a flag, by its name or its letter.
func gives(line, name, letter string) bool {
	return slices.ContainsFunc(strings.Fields(line), func(word string) bool {
		word, _, _ = strings.Cut(word, "=")
		return word == name || letter != "" && word == letter
	})
}
