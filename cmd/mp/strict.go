package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/internal/spelling"
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

// nearestFlags are the flags that take the fewest edits, two at most; one that begins the same counts as one.
func nearestFlags(command *cobra.Command, name string) []string {
	var nearest []string
	best := 2
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		distance := spelling.Distance(name, flag.Name)
		if strings.HasPrefix(flag.Name, name) || strings.HasPrefix(name, flag.Name) {
			distance = min(distance, 1)
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
