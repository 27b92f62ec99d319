package render

import (
	"encoding/csv"
	"io"
)

type csvPrinter struct{ w io.Writer }

func (p csvPrinter) object(object Object) error { return p.rows(object.row()) }

// rows prints a header and a line for each row. The header is printed for an empty result too: it has columns.
func (p csvPrinter) rows(rows Rows) error {
	writer := csv.NewWriter(p.w)
	if err := p.line(writer, rows.Columns); err != nil {
		return err
	}
	for row, err := range rows.All {
		if err != nil {
			writer.Flush()
			return err
		}
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = text(value)
		}
		if err := p.line(writer, cells); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

// line writes a row. One empty cell alone would be an empty line, which readers of CSV skip, so it is written as ""; a row of
// no columns is nothing.
func (p csvPrinter) line(writer *csv.Writer, cells []string) error {
	if len(cells) == 0 {
		return nil
	}
	if len(cells) != 1 || cells[0] != "" {
		return writer.Write(cells)
	}
	writer.Flush()
	if err := writer.Error(); err != nil {
		return err
	}
	_, err := io.WriteString(p.w, "\"\"\n")
	return err
}
