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

// tablePrinter prints aligned columns. Width 0 never cuts or wraps a line.
type tablePrinter struct {
	w     io.Writer
	width int
	// cut says that a line did not fit, and shortened that a value did not.
	cut, shortened bool
}

// cutMark ends a line that did not fit.
const cutMark = " ≈"

func (p *tablePrinter) object(object Object) error {
	page := page{prose: []int{1}}
	for _, field := range object.Fields {
		page.rows = append(page.rows, []string{heading(field.Name), cell(field.Value)})
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

// footer says what was cut, so that nobody takes what is on the screen for all there is.
func (p *tablePrinter) footer() error {
	var told string
	switch {
	case p.cut:
		told = strings.TrimSpace(cutMark) + " ends a line wider than the screen"
	case p.shortened:
		told = shortMark + " ends a value too long for the screen"
	default:
		return nil
	}
	_, err := fmt.Fprintf(p.w, "(%s; --format json or csv shows all)\n", told)
	return err
}

func (p *tablePrinter) pages(rows Rows) error {
	page, printed := newPage(rows), false
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
			if err := p.print(page); err != nil {
				return err
			}
			page, printed = newPage(rows), true
		}
	}
	if len(page.rows) == 0 && printed {
		return nil
	}
	return p.print(page)
}

// page is what is aligned together.
type page struct {
	header []string
	rows   [][]string
	// prose are the columns that are wrapped where they do not fit.
	prose []int
}

func newPage(rows Rows) page {
	var p page
	for i, column := range rows.Columns {
		p.header = append(p.header, heading(column))
		if slices.Contains(rows.Prose, column) {
			p.prose = append(p.prose, i)
		}
	}
	return p
}

func (p *tablePrinter) print(page page) error {
	if p.width > 0 {
		page.wrap(p.width)
		p.shortened = page.narrow(p.width) || p.shortened
	}
	var kept []string
	if p.width == 0 {
		kept = page.keepLong()
	}
	for line := range strings.Lines(p.layout(page).Render()) {
		line = strings.TrimRight(withLong(line, kept), " \n")
		p.cut = p.cut || strings.HasSuffix(line, cutMark)
		if _, err := fmt.Fprintln(p.w, line); err != nil {
			return err
		}
	}
	return nil
}

// columnGap is how many blanks stand after each column.
const columnGap = 2

func (p *tablePrinter) layout(page page) table.Writer {
	out := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateColumns: true, SeparateHeader: true}
	style.Box.MiddleVertical, style.Box.MiddleSeparator = " ", " "
	style.Box.PaddingLeft, style.Box.PaddingRight = "", " "
	style.Box.UnfinishedRow = cutMark
	style.Format.Header = prettytext.FormatDefault
	out.SetStyle(style)
	if p.width > 0 {
		out.Style().Size.WidthMax = p.width
	}
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
