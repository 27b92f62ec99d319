package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// tablePage is how many rows are aligned together: enough for a screen many times over, little enough for memory.
const tablePage = 1000

// tablePrinter prints aligned columns, and rows that are wider than the screen as blocks. Width 0 fits nothing to a screen.
type tablePrinter struct {
	w     io.Writer
	width int
	// blocks says that a page was too wide: it and what follows are printed as blocks.
	blocks bool
	// shortened says that a value did not fit.
	shortened bool
}

func (p *tablePrinter) object(object Object) error {
	names, values := make([]string, len(object.Fields)), make([]string, len(object.Fields))
	for i, field := range object.Fields {
		names[i], values[i] = heading(field.Name), cell(field.Value)
	}
	return p.named(names, values)
}

func (p *tablePrinter) rows(rows Rows) error {
	if err := p.pages(rows); err != nil || !p.shortened {
		return err
	}
	// Nobody is to take what is on the screen for all there is.
	_, err := fmt.Fprintf(p.w, "(%s ends a value too long for the screen; --format json or csv shows all)\n", shortMark)
	return err
}

func (p *tablePrinter) pages(rows Rows) error {
	page := newPage(rows, 1)
	for row, err := range rows.All {
		if err != nil {
			return err
		}
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = cell(value)
		}
		page.rows = append(page.rows, cells)
		if len(page.rows) == tablePage {
			if err := p.page(page); err != nil {
				return err
			}
			page = newPage(rows, page.first+tablePage)
		}
	}
	if len(page.rows) == 0 && page.first > 1 {
		return nil
	}
	return p.page(page)
}

// page is what is aligned together.
type page struct {
	header []string
	// first is the number of the first row in the whole answer, from 1.
	first int
	rows  [][]string
	// prose are the columns that are wrapped where they do not fit.
	prose []int
}

func newPage(rows Rows, first int) page {
	p := page{first: first}
	for i, column := range rows.Columns {
		p.header = append(p.header, heading(column))
		if slices.Contains(rows.Prose, column) {
			p.prose = append(p.prose, i)
		}
	}
	return p
}

// page prints a page as a table where it fits, else as blocks.
func (p *tablePrinter) page(page page) error {
	p.blocks = p.blocks || p.width > 0 && !page.fits(p.width)
	if p.blocks {
		return p.printBlocks(page)
	}
	return p.print(page)
}

func (p *tablePrinter) print(page page) error {
	var kept []string
	if p.width > 0 {
		p.shortened = page.narrow(p.width) || p.shortened
	} else {
		kept = page.keepLong()
	}
	for line := range strings.Lines(layout(page).Render()) {
		if _, err := fmt.Fprintln(p.w, strings.TrimRight(withLong(line, kept), " \n")); err != nil {
			return err
		}
	}
	return nil
}

// gaps is how much of a line so many columns leave free: two after each, and one after the last.
func gaps(columns int) int { return max(2*columns-1, 0) }

func layout(page page) table.Writer {
	out := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateColumns: true, SeparateHeader: true}
	style.Box.MiddleVertical, style.Box.MiddleSeparator = " ", " "
	style.Box.PaddingLeft, style.Box.PaddingRight = "", " "
	style.Format.Header = prettytext.FormatDefault
	out.SetStyle(style)
	if page.header != nil {
		out.AppendHeader(tableRow(page.header))
	}
	for _, row := range page.rows {
		out.AppendRow(tableRow(row))
	}
	return out
}

func tableRow(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, cell := range cells {
		row[i] = cell
	}
	return row
}

// heading is a column's name as a person reads it.
func heading(name string) string {
	return Visible(strings.ToUpper(strings.ReplaceAll(name, "_", " ")))
}
