package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// plainPrinter prints the bare minimum, for shell scripts: one value a line.
type plainPrinter struct{ w io.Writer }

// plainColumns are the columns that stand for a whole row, the first that is there.
var plainColumns = []string{"name", "value", "event", "id"}

func (p plainPrinter) object(object Object) error {
	for _, name := range plainColumns {
		i := slices.IndexFunc(object.Fields, func(f Field) bool { return f.Name == name })
		if i >= 0 {
			_, err := fmt.Fprintln(p.w, text(object.Fields[i].Value))
			return err
		}
	}
	for _, field := range object.Fields {
		if _, err := fmt.Fprintf(p.w, "%s=%s\n", field.Name, text(field.Value)); err != nil {
			return err
		}
	}
	return nil
}

func (p plainPrinter) rows(rows Rows) error {
	column := 0
	for _, name := range plainColumns {
		if i := slices.Index(rows.Columns, name); i >= 0 {
			column = i
			break
		}
	}
	for row, err := range rows.All {
		if err != nil {
			return err
		}
		if len(row) == 0 {
			continue
		}
		line := text(row[column])
		if rows.Whole {
			line = tabbed(row)
		}
		if _, err := fmt.Fprintln(p.w, line); err != nil {
			return err
		}
	}
	return nil
}

// oneField keeps a value in its field of a line.
var oneField = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

// tabbed are all values of a row in one line, separated by tabs, which none of them has.
func tabbed(row []any) string {
	cells := make([]string, len(row))
	for i, value := range row {
		cells[i] = oneField.Replace(text(value))
	}
	return strings.Join(cells, "\t")
}
