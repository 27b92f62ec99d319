package render

import (
	"fmt"
	"io"
	"slices"
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
		if _, err := fmt.Fprintln(p.w, text(row[column])); err != nil {
			return err
		}
	}
	return nil
}
