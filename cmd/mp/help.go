package main

import (
	"github.com/spf13/cobra"
)

// addHelp puts cobra's own commands into the tree, where they are held to the same rules as ours: it would add them later
// by itself, with a mistyped topic or shell answered by help and status 0, and without examples.
func addHelp(root *cobra.Command) {
	root.SetHelpCommandGroupID("help")
	root.SetCompletionCommandGroupID("help")
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	completion.Short = "Print the completion script of a shell"
	completion.Example = "  source <(mp completion bash)\n  mp completion zsh > \"${fpath[1]}/_mp\""
	for _, shell := range completion.Commands() {
		shell.Example = "  mp completion " + shell.Name()
	}
}

func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND ...]", Short: "Show the help of a command",
		Example: "  mp help fetch events",
		GroupID: "help",
		RunE: func(_ *cobra.Command, words []string) error {
			command, rest, err := root.Find(words)
			if err == nil && len(rest) > 0 {
				err = knownSubcommand(command, rest)
			}
			if err != nil {
				return err
			}
			command.InitDefaultHelpFlag()
			return command.Help()
		},
	}
}
