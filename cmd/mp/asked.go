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
	// Arguments are the arguments, and then the flags in the order in which they were given.
	Arguments []argument
}

// argument is a flag with its value, or a value alone; each are the values of a flag that may be repeated, and isSwitch says
// that a flag needs no value.
type argument struct {
	name, value string
	each        []string
	isSwitch    bool
}

func askedBy(command *cobra.Command, args []string) asked {
	_, question, _ := strings.Cut(command.CommandPath(), " ")
	a := asked{Question: question}
	for _, value := range args {
		a.Arguments = append(a.Arguments, argument{value: value})
	}
	flags, own := command.Flags(), command.LocalFlags()
	defer func(sorted bool) { flags.SortFlags = sorted }(flags.SortFlags)
	flags.SortFlags = false // as they were given
	flags.Visit(func(flag *pflag.Flag) {
		if own.Lookup(flag.Name) == flag && !flag.Hidden {
			given := argument{name: flag.Name, value: flag.Value.String(), isSwitch: flag.NoOptDefVal != ""}
			if list, ok := flag.Value.(pflag.SliceValue); ok {
				given.each = list.GetSlice()
			}
			a.Arguments = append(a.Arguments, given)
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

// title is the question in one line, as it can be asked again.
func (a asked) title() string {
	words := []string{"mp", a.Question}
	for _, argument := range a.Arguments {
		switch {
		case argument.name == "":
			words = append(words, shellword.Quote(argument.value))
		case argument.each != nil:
			for _, value := range argument.each {
				words = append(words, "--"+argument.name, shellword.Quote(value))
			}
		case argument.isSwitch && argument.value == "true":
			words = append(words, "--"+argument.name)
		case argument.isSwitch: // which takes a value behind = alone
			words = append(words, "--"+argument.name+"="+shellword.Quote(argument.value))
		default:
			words = append(words, "--"+argument.name, shellword.Quote(argument.value))
		}
	}
	return strings.Join(words, " ")
}
