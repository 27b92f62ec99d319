package render

import (
	"fmt"
	"io"
	"strings"
)

// markdownPrinter prints a table of GitHub's Markdown, each row as it arrives.
type markdownPrinter struct{ w io.Writer }

func (p markdownPrinter) rows(rows Rows) error {
	rules := make([]string, len(rows.Columns))
	for i := range rules {
		rules[i] = "---"
	}
	header := make([]string, len(rows.Columns))
	for i, name := range rows.Columns {
		header[i] = markdownCell(name)
	}
	if err := p.lines(header, rules); err != nil {
		return err
	}
	for row, err := range rows.All {
		if err != nil {
			return err
		}
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = markdownCell(text(value))
		}
		if err := p.lines(cells); err != nil {
			return err
		}
	}
	return nil
}

// object prints a row for each field, as the names of an object are what a reader looks for.
func (p markdownPrinter) object(object Object) error {
	return p.rows(List([]string{"field", "value"}, object.Fields, func(f Field) []any { return []any{f.Name, f.Value} }))
}

func (p markdownPrinter) lines(lines ...[]string) error {
	for _, cells := range lines {
		if len(cells) == 0 {
			continue
		}
		if _, err := fmt.Fprintf(p.w, "| %s |\n", strings.Join(cells, " | ")); err != nil {
			return err
		}
	}
	return nil
}

// markdownEscapes keep a value in its cell and in sight.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "\r\n", "<br>", "\n", "<br>", "\r", "<br>", "<", "&lt;", "&", "&amp;",
	"*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "`", "\\`",
)

// markdownCell is a text that Markdown shows as it is, on one line.
func markdownCell(text string) string { return Visible(markdownEscapes.Replace(text)) }
