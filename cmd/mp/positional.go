package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// codedArgs says which argument is missing, empty or one too many where check only counts them.
func codedArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		names := placeholders(command)
		if err := check(command, args); err != nil {
			return miscounted(command, names, args)
		}
		for i, arg := range args {
			if arg == "" && i < len(names) {
				return &mperr.InvalidArgument{Argument: bare(names[i]), Reason: "is empty"}
			}
		}
		return nil
	}
}

func miscounted(command *cobra.Command, names, args []string) error {
	usage := "; usage: " + command.UseLine()
	if len(args) < len(names) {
		return &mperr.InvalidArgument{Argument: bare(names[len(args)]), Reason: "is required" + usage}
	}
	return &mperr.InvalidArgument{Argument: "argument", Value: args[len(names)], Reason: "is one too many" + usage}
}

// placeholders are the names of a command's arguments in its usage: NAME, or [NAME] for one that may be left out.
func placeholders(command *cobra.Command) []string {
	return strings.Fields(command.Use)[1:]
}

func bare(placeholder string) string { return strings.Trim(placeholder, "[]") }
