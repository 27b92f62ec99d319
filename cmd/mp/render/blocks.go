package render

import (
	"fmt"
	"strconv"
	"strings"
)

// printBlocks prints each row of a page as a block: its number in the whole answer, and a line for each column.
func (p *tablePrinter) printBlocks(page page) error {
	if len(page.rows) == 0 {
		return p.block("no rows", page.header, make([]string, len(page.header)))
	}
	for i, row := range page.rows {
		if err := p.block(strconv.Itoa(page.first+i), page.header, row); err != nil {
			return err
		}
	}
	return nil
}

func (p *tablePrinter) block(title string, names, values []string) error {
	rule := "── " + title + " "
	if _, err := fmt.Fprintln(p.w, rule+strings.Repeat("─", max(p.width-len([]rune(rule)), 0))); err != nil {
		return err
	}
	return p.named(names, values)
}

// named prints a line for each name and its value, and wraps both where they do not fit.
func (p *tablePrinter) named(names, values []string) error {
	if len(names) == 0 {
		return nil
	}
	named := page{prose: []int{0, 1}}
	for i, name := range names {
		named.rows = append(named.rows, []string{name, values[i]})
	}
	return p.print(named)
}
