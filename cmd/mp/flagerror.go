package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// flagError names the flag that a command line has wrong, and what it takes.
func flagError(command *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return unknownFlag(command, unknown)
	}
	if syntax, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return noFlag(command, syntax.GetSpecifiedFlag())
	}
	if lacking, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return &mperr.InvalidArgument{Argument: typed(lacking.GetFlag()), Reason: "needs a value: " + lacking.GetFlag().Usage}
	}
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag := bad.GetFlag()
		return &mperr.InvalidArgument{Argument: "--" + flag.Name, Value: bad.GetValue(), Reason: takes(flag, bad) + ": " + flag.Usage}
	}
	return &mperr.InvalidArgument{Argument: command.CommandPath(), Reason: err.Error()}
}

// typed is a flag as it is typed.
func typed(flag *pflag.Flag) string {
	if flag.Name == flag.Shorthand {
		return "-" + flag.Name
	}
	return "--" + flag.Name
}

// takes says what a flag's value must be; pflag's own words are those of the function that parsed it.
func takes(flag *pflag.Flag, err error) string {
	switch kind := flag.Value.Type(); {
	case errors.Is(err, strconv.ErrRange):
		return "is too large or too small a number"
	case strings.HasPrefix(kind, "int") || kind == "count":
		return "must be a whole number"
	case kind == "duration":
		return "must be a length of time with its unit, as 30s or 5m"
	case kind == "bool":
		return "must be true or false"
	}
	return "cannot be used"
}

// emptyFlag refuses a flag that was given an empty value, which is what the unset variable of a script leaves of
// -e "$EVENTS": without this it would mean the same as no flag, and a filter would let everything through. Parts of a
// list, such as --param name=, may be empty.
func emptyFlag(flags *pflag.FlagSet) error {
	var empty error
	flags.Visit(func(flag *pflag.Flag) {
		if empty == nil && flag.Value.Type() == "string" && flag.Value.String() == "" {
			empty = &mperr.InvalidArgument{Argument: typed(flag), Reason: "is empty; give it a value, or leave the flag out if it is optional"}
		}
	})
	return empty
}

func unknownFlag(command *cobra.Command, unknown *pflag.NotExistError) error {
	name, given := unknown.GetSpecifiedName(), "--"+unknown.GetSpecifiedName()
	shorthands := unknown.GetSpecifiedShortnames()
	if shorthands != "" {
		given = "-" + shorthands
	}
	if !flagLike(given) && len(placeholders(command)) > 0 {
		return noFlag(command, given)
	}
	invalid := &mperr.InvalidArgument{Argument: given, Reason: fmt.Sprintf("unknown flag of %q", command.CommandPath())}
	if shorthands != "" {
		invalid.Argument = "-" + name
		return invalid
	}
	if nearest := nearestFlags(command, name); len(nearest) > 0 {
		invalid.Reason += ": did you mean " + strings.Join(nearest, ", ") + "?"
	}
	return invalid
}

// noFlag is for what begins with a dash and is no flag, such as a query that begins with a comment.
func noFlag(command *cobra.Command, given string) error {
	names := placeholders(command)
	if len(names) == 0 {
		return &mperr.InvalidArgument{Argument: "argument", Value: given, Reason: fmt.Sprintf("is no flag of %q", command.CommandPath())}
	}
	return &mperr.InvalidArgument{
		Argument: bare(names[0]), Value: given,
		Reason: fmt.Sprintf("begins with a dash and is taken for a flag; put -- before it: %s -- %s", command.CommandPath(), bare(names[0])),
	}
}

// flagLike says that a word was meant as a flag: dashes, a letter, and no blank.
func flagLike(word string) bool {
	name := strings.TrimLeft(word, "-")
	return name != "" && unicode.IsLetter([]rune(name)[0]) && !strings.ContainsFunc(name, unicode.IsSpace)
}
