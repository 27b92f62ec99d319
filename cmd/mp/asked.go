package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/internal/shellword"
)

// asked is the question that a command line asks, without the flags that say how to print the answer.
type asked struct {
	// Question is the command, such as query segmentation.
	Question string
	// Arguments are the arguments and the flags that were given, by name.
	Arguments []argument
}

type argument struct{ name, value string }

func askedBy(command *cobra.Command, args []string) asked {
	_, question, _ := strings.Cut(command.CommandPath(), " ")
	a := asked{Question: question}
	for _, value := range args {
		a.Arguments = append(a.Arguments, argument{value: value})
	}
	command.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if flag.Changed && !flag.Hidden {
			a.Arguments = append(a.Arguments, argument{flag.Name, flag.Value.String()})
		}
	})
	return a
}

// byName are the arguments as a JSON object: flags by their names, what has none as a list under arguments.
func (a asked) byName() map[string]any {
	named, bare := map[string]any{}, []string{}
	for _, argument := range a.Arguments {
		if argument.name == "" {
			bare = append(bare, argument.value)
		} else {
			named[argument.name] = argument.value
		}
	}
	if len(bare) > 0 {
		named["arguments"] = bare
	}
	return named
}

// title is the question in one line.
func (a asked) title() string {
	words := []string{a.Question}
	for _, argument := range a.Arguments {
		if argument.name != "" {
			words = append(words, "--"+argument.name)
		}
		words = append(words, shellword.Quote(argument.value))
	}
	return strings.Join(words, " ")
}
