package main

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// printsText says that a command prints text of its own, and nothing that a program could read as rows.
func printsText(command *cobra.Command) bool {
	path := command.CommandPath()
	return path == "mp demo" || path == "mp help" || strings.HasPrefix(path, "mp completion")
}

// chosenFormat is what --format says, else the ending of --output's file, else json for --jq; false where none of them was
// given.
func (a *app) chosenFormat() (render.Format, bool, error) {
	if a.format != "" {
		format, err := render.ParseFormat(a.format)
		return format, true, err
	}
	if format, ok := render.FormatOfFile(a.output); ok {
		return format, true, nil
	}
	return render.JSON, a.jq != "", nil
}

// checkFormat refuses, before anything is done, a format that is not there, a binary one where the result has no rows or
// a person would see it, and --jq on what is not JSON.
func (a *app) checkFormat(command *cobra.Command) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	if a.jq != "" && printer.Format != render.JSON && printer.Format != render.JSONL {
		return &mperr.InvalidArgument{Argument: "--jq", Value: a.jq, Reason: "jq reads JSON: give --format json or jsonl with it, or no format"}
	}
	if !printer.Format.Binary() {
		return nil
	}
	given := cmp.Or(a.format, string(printer.Format))
	refused := &mperr.InvalidArgument{Argument: "--format", Value: given, Allowed: render.TextFormats()}
	scalar := command.Flags().Lookup("scalar")
	switch {
	case printsText(command):
		refused.Reason = "is for rows, and " + command.CommandPath() + " prints none"
	case scalar != nil && scalar.Value.String() == "true":
		refused.Reason = "is for rows, and --scalar prints one value"
	case a.outTerminal:
		refused.Reason = "is binary, and standard output is a terminal: write a file, as in --output rows." + given + ", or redirect it to a file or a pipe"
	default:
		return nil
	}
	return refused
}
