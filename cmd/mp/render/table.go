package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// tablePage is how many rows are aligned together: enough for a screen many times over, little enough for memory.
const tablePage = 1000

// tablePrinter prints aligned columns. Width 0 never cuts a line.
type tablePrinter struct {
	w     io.Writer
	width int
	// cut says that a line did not fit.
	cut bool
}

// cutMark ends a line that did not fit.
const cutMark = " ≈"

func (p *tablePrinter) object(object Object) error {
	page := p.page()
	for _, field := range object.Fields {
		page.AppendRow(table.Row{heading(field.Name), cell(field.Value)})
	}
	if err := p.print(page); err != nil {
		return err
	}
	return p.footer()
}

func (p *tablePrinter) rows(rows Rows) error {
	if err := p.pages(rows); err != nil {
		return err
	}
	return p.footer()
}

// footer says that lines were cut, so that nobody takes what is on the screen for all there is.
func (p *tablePrinter) footer() error {
	if !p.cut {
		return nil
	}
	_, err := fmt.Fprintf(p.w, "(lines end in%s where they are wider than the screen; --format json or csv shows all)\n", cutMark)
	return err
}

func (p *tablePrinter) pages(rows Rows) error {
	page, pending, total := p.withHeader(rows.Columns), 0, 0
	for row, err := range rows.All {
		if err != nil {
			return err
		}
		cells := make(table.Row, len(row))
		for i, value := range row {
			cells[i] = cell(value)
		}
		page.AppendRow(cells)
		pending, total = pending+1, total+1
		if pending == tablePage {
			if err := p.print(page); err != nil {
				return err
			}
			page, pending = p.withHeader(rows.Columns), 0
		}
	}
	if pending == 0 && total > 0 {
		return nil
	}
	return p.print(page)
}

func (p *tablePrinter) page() table.Writer {
	page := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateColumns: true, SeparateHeader: true}
	style.Box.MiddleVertical, style.Box.MiddleSeparator = " ", " "
	style.Box.PaddingLeft, style.Box.PaddingRight = "", " "
	style.Box.UnfinishedRow = cutMark
	style.Format.Header = prettytext.FormatDefault
	page.SetStyle(style)
	if p.width > 0 {
		page.Style().Size.WidthMax = p.width
	}
	return page
}

func (p *tablePrinter) withHeader(columns []string) table.Writer {
	page := p.page()
	header := make(table.Row, len(columns))
	for i, column := range columns {
		header[i] = heading(column)
	}
	page.AppendHeader(header)
	return page
}

func (p *tablePrinter) print(page table.Writer) error {
	for line := range strings.Lines(page.Render()) {
		line = strings.TrimRight(line, " \n")
		p.cut = p.cut || strings.HasSuffix(line, cutMark)
		if _, err := fmt.Fprintln(p.w, line); err != nil {
			return err
		}
	}
	return nil
}

// heading is a column's name as a person reads it.
func heading(name string) string {
	return visible(strings.ToUpper(strings.ReplaceAll(name, "_", " ")))
}
