package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/plot"
	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// shortOutput makes -o short for --output in every command but those that have a -o already: query's --on and fetch
// profiles' --output-properties, which scripts of the Python tool give. A flag of all commands cannot have a short form that
// one of them uses otherwise, so -o is a hidden flag of each.
func (a *app) shortOutput(command *cobra.Command) {
	flags := command.Flags()
	if !command.HasSubCommands() && flags.ShorthandLookup("o") == nil {
		flags.StringVarP(&a.output, "o", "o", "", "the file to write; short for --output")
		flags.Lookup("o").Hidden = true
	}
	for _, sub := range command.Commands() {
		a.shortOutput(sub)
	}
}

// noFile refuses the name of a file as the value of a -o that is not --output's: Mixpanel would be asked for a property of
// that name, and answer. Where --output is given too, the property is meant.
func (a *app) noFile(command *cobra.Command) error {
	flag := command.Flags().ShorthandLookup("o")
	if flag == nil || flag.Name == "o" || a.output != "" || !isFile(flag.Value.String()) {
		return nil
	}
	file := flag.Value.String()
	return &mperr.InvalidArgument{
		Argument: typed(flag), Value: file,
		Reason: "ends as a file does, and -o is short for " + typed(flag) + " here: --output " + file +
			" writes the result to a file; for a property of that name give --output as well, as in --output -",
	}
}

// isFile says that a name ends as the files do that mp writes.
func isFile(name string) bool {
	_, rows := render.FormatOfFile(name)
	return rows || slices.Contains(plot.Extensions(), strings.ToLower(filepath.Ext(name)))
}
