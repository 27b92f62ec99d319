package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// inBatches are the commands whose result is an engine's record batches. The format arrow passes those on and is nothing
// for others.
var inBatches = []string{"mp query sql", "mp inspect sample"}

// checkFormat refuses a format that is not there, and arrow where the result has no such form or a person would see it.
func (a *app) checkFormat(command *cobra.Command) error {
	printer, err := a.printer()
	if err != nil || printer.Format != render.Arrow {
		return err
	}
	refused := &mperr.InvalidArgument{Argument: "--format", Value: a.format, Allowed: render.TextFormats()}
	scalar := command.Flags().Lookup("scalar")
	switch {
	case !slices.Contains(inBatches, command.CommandPath()):
		refused.Reason = "is for stored rows, which " + strings.Join(inBatches, " and ") + " print"
	case scalar != nil && scalar.Value.String() == "true":
		refused.Reason = "is for rows, and --scalar prints one value"
	case a.outTerminal:
		refused.Reason = "is binary, and standard output is a terminal: redirect it to a file or a pipe, as in > rows.arrow"
	default:
		return nil
	}
	return refused
}
