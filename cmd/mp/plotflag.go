package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/plot"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// onScreen is what --plot means without a file: text where the result would be printed.
const onScreen = "-"

// plotFlag lets the results of a command and those below it be drawn.
func (a *app) plotFlag(command *cobra.Command) {
	flags := command.PersistentFlags()
	flags.StringVar(&a.plot, "plot", "", "draw the result instead of printing it, as text, or to a `FILE` that ends in .html, .svg or .png")
	flags.Lookup("plot").NoOptDefVal = onScreen
}

// pictures are the endings of files that are taken for the value of --plot, those that mp does not draw too: to refuse them
// says more than to wonder about an argument.
var pictures = append(plot.Extensions(), ".htm", ".gif", ".jpg", ".jpeg", ".pdf", ".webp")

// joinPlot makes --plot FILE one word. A flag that may stand alone takes its value after = only, and nobody expects that.
func joinPlot(args []string) []string {
	at := slices.Index(args, "--plot")
	if at < 0 || at+1 == len(args) || slices.Contains(args[:at], "--") {
		return args
	}
	if file := args[at+1]; file != "" && !slices.Contains(pictures, strings.ToLower(filepath.Ext(file))) {
		return args
	}
	return slices.Concat(args[:at], []string{"--plot=" + args[at+1]}, args[at+2:])
}

// checkPlot refuses what cannot be drawn before anything is done.
func (a *app) checkPlot(command *cobra.Command) error {
	refused := &mperr.InvalidArgument{Argument: "--plot", Value: a.plot}
	switch {
	case a.plot == "":
		return nil
	case changes(command):
		refused.Reason = "is for results, and " + command.CommandPath() + " changes the store"
	case slices.Contains(undrawn, command.CommandPath()):
		return plot.Refused("what " + command.CommandPath() + " shows")
	case a.plot != onScreen && !slices.Contains(plot.Extensions(), strings.ToLower(filepath.Ext(a.plot))):
		refused.Reason, refused.Allowed = "is no picture that mp draws", plot.Extensions()
	case a.format != "" || a.jq != "":
		refused.Reason = "draws the result, which --format and --jq print"
	case a.plot != onScreen && a.output != "":
		refused.Reason = "writes the picture to its own file: leave out --output"
	default:
		return nil
	}
	return refused
}

// undrawn are the commands below query and inspect that show names, single events, or numbers of different kinds.
var undrawn = []string{
	"mp inspect annotations", "mp inspect bookmarks", "mp inspect events", "mp inspect funnels", "mp inspect info", "mp inspect keys",
	"mp inspect lexicon-schema", "mp inspect properties", "mp inspect sample", "mp inspect schema", "mp inspect summarize",
	"mp inspect values", "mp query activity-feed",
}

// changes says whether a command below query or inspect changes the store.
func changes(command *cobra.Command) bool { return strings.HasPrefix(command.Name(), "drop") }
