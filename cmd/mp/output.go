package main

import (
	"cmp"
	"io"

	"github.com/mixpanel-data/mp/cmd/mp/render"
)

// printer prints the command's result: as --format says, else a table for a person and JSON for a program.
func (a *app) printer() (render.Printer, error) {
	printer := render.Printer{Out: output{a.out}, Format: a.defaultFormat(), Screen: a.outTerminal}
	if a.outTerminal {
		printer.Width = a.width
	}
	if a.format == "" {
		return printer, nil
	}
	var err error
	printer.Format, err = render.ParseFormat(a.format)
	return printer, err
}

func (a *app) defaultFormat() render.Format {
	if a.outTerminal {
		return render.Table
	}
	return render.JSON
}

// output is standard output. What fails there is told from what fails in mp or in a plugin.
type output struct{ io.Writer }

// outputError says that the result could not be written.
type outputError struct{ error }

func (o output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		err = &outputError{err}
	}
	return n, err
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

func (e *outputError) Error() string { return "the result cannot be written: " + e.error.Error() }
func (e *outputError) Unwrap() error { return e.error }

// object prints fields as one result.
func (a *app) object(fields ...render.Field) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	return printer.Object(render.Object{Fields: fields})
}

// rows prints a stream of rows.
func (a *app) rows(rows render.Rows) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	return printer.Rows(rows)
}
