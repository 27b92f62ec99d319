package main

import (
	"cmp"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/plot"
	"github.com/mixpanel-data/mp/cmd/mp/render"
)

// printer prints the command's result: as --format says, else a table for a person and JSON for a program.
func (a *app) printer() (render.Printer, error) {
	printer := render.Printer{Out: output{a.out}, Format: render.JSON, Screen: a.outTerminal, Filter: a.filter}
	if a.file != nil {
		printer.Done = a.file.ended
	}
	if a.outTerminal {
		printer.Width = a.width
	}
	chosen, ok, err := a.chosenFormat()
	switch {
	case ok:
		printer.Format = chosen
	case a.outTerminal:
		printer.Format = render.Table
	}
	return printer, err
}

// prepare reads the flags that say how and where results are printed. It runs before any command, so that nothing is done
// for a result that could not be printed.
func (a *app) prepare(command *cobra.Command, args []string) error {
	a.asked = askedBy(command, args)
	if err := a.checkPlot(command); err != nil {
		return err
	}
	if a.output != "" && a.output != "-" {
		// A file is no screen. It is begun below, when everything else is known to be right.
		a.outTerminal, a.width = false, 0
	}
	if err := a.checkFormat(command); err != nil {
		return err
	}
	if a.jq != "" {
		filter, err := render.ParseFilter(command.Context(), a.jq)
		if err != nil {
			return err
		}
		a.filter = filter
	}
	a.tellElapsed(command)
	if err := a.checkInto(command); err != nil {
		return err
	}
	return a.beginOutput(command)
}

// beginOutput begins the file of --output, where one is given.
func (a *app) beginOutput(command *cobra.Command) error {
	if a.output == "" || a.output == "-" {
		return nil
	}
	file, err := createOutput("--output", a.output)
	if err != nil {
		return err
	}
	a.file, a.out, a.told.Writer = file, file, output{file}
	if file.terminal() {
		a.outTerminal = true
		if err := a.checkFormat(command); err != nil {
			file.discard()
			a.file = nil
			return err
		}
	}
	a.tellFormat(command)
	return nil
}

// tellFormat says which format is written to a file whose ending names none.
func (a *app) tellFormat(command *cobra.Command) {
	ending := filepath.Ext(a.output)
	_, known, err := a.chosenFormat()
	if known || err != nil || ending == "" || a.file.path == "" || a.plot != "" || printsText(command) {
		return
	}
	a.say("mp: the ending " + render.Visible(ending) + " names no format: writing json; --format chooses another")
}

// telling keeps the first error of writing to standard output: cobra drops those of its help.
type telling struct {
	io.Writer

	failed error
}

func (t *telling) Write(p []byte) (int, error) {
	n, err := t.Writer.Write(p)
	t.failed = cmp.Or(t.failed, err)
	return n, err
}

// object prints fields as one result.
func (a *app) object(fields ...render.Field) error {
	if a.plot != "" {
		return plot.Refused("a result that is one object")
	}
	printer, err := a.printer()
	if err != nil {
		return err
	}
	return printer.Object(render.Object{Fields: fields})
}

// rows prints a stream of rows.
func (a *app) rows(rows render.Rows) error {
	if a.plot != "" {
		return a.drawRows(rows)
	}
	printer, err := a.printer()
	if err != nil {
		return err
	}
	return printer.Rows(rows)
}
