package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// strict mends cobra's defaults in the whole tree: a mistyped subcommand is an error instead of help with status 0, flags
// get a did-you-mean, and every mistake of the caller is an INVALID_ARGUMENT.
func strict(command *cobra.Command) {
	command.SetFlagErrorFunc(flagError)
	if command.HasSubCommands() {
		command.Args, command.RunE = knownSubcommand, showHelp
	} else if command.Args != nil {
		command.Args = codedArgs(command.Args)
	}
	if command.ValidArgsFunction == nil {
		command.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, sub := range command.Commands() {
		strict(sub)
	}
}

func showHelp(command *cobra.Command, _ []string) error { return command.Help() }

// knownSubcommand refuses what is left after the subcommands were looked up.
func knownSubcommand(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	command.SuggestionsMinimumDistance = 2
	reason := fmt.Sprintf("unknown command of %q", command.CommandPath())
	if similar := command.SuggestionsFor(args[0]); len(similar) > 0 {
		reason += ": did you mean " + strings.Join(similar, ", ") + "?"
	}
	return &mperr.InvalidArgument{Argument: "command", Value: args[0], Reason: reason}
}

// nearestFlags are the flags that take the fewest edits, two at most; one that begins the same counts as two.
func nearestFlags(command *cobra.Command, name string) []string {
	var nearest []string
	best := 2
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		distance := levenshtein(name, flag.Name)
		if strings.HasPrefix(flag.Name, name) || strings.HasPrefix(name, flag.Name) {
			distance = min(distance, 2)
		}
		if distance > best || flag.Hidden {
			return
		}
		if distance < best {
			best, nearest = distance, nil
		}
		nearest = append(nearest, "--"+flag.Name)
	})
	return nearest
}

// levenshtein is the distance of two names in bytes, in which a swap is two edits, as for the commands that cobra suggests.
func levenshtein(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(previous[j]+cost, previous[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
