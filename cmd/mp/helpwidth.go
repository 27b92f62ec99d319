package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// helpWidth is how wide help may be: what every terminal shows.
const helpWidth = 80

// narrowHelp keeps the help of all commands to that width: the texts of flags are wrapped where they are shown, those of
// commands here. Examples are written so that they fit.
func narrowHelp(root *cobra.Command) {
	wrapped := fmt.Sprintf(".FlagUsagesWrapped %d ", helpWidth)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", wrapped))
	narrowTexts(root)
}

func narrowTexts(command *cobra.Command) {
	command.Long = narrow(command.Long, helpWidth)
	for _, below := range command.Commands() {
		narrowTexts(below)
	}
}

// narrow wraps the paragraphs that have a line wider than the width. Indented lines, which show what to type, stay as they
// are.
func narrow(text string, width int) string {
	var out, paragraph []string
	flow := func() {
		out = append(out, reflowed(paragraph, width)...)
		paragraph = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			flow()
			out = append(out, line)
		} else {
			paragraph = append(paragraph, line)
		}
	}
	flow()
	return strings.Join(out, "\n")
}

// reflowed are the lines of a paragraph, broken anew where one is too wide.
func reflowed(lines []string, width int) []string {
	fits := true
	for _, line := range lines {
		fits = fits && columns(line) <= width
	}
	if fits {
		return lines
	}
	var broken []string
	current := ""
	for word := range strings.FieldsSeq(strings.Join(lines, " ")) {
		switch {
		case current == "":
			current = word
		case columns(current)+1+columns(word) <= width:
			current += " " + word
		default:
			broken = append(broken, current)
			current = word
		}
	}
	return append(broken, current)
}

// columns is how wide a text is on a screen; help has no wide characters.
func columns(text string) int { return utf8.RuneCountInString(text) }
