package render

import (
	"fmt"
	"io"
)

// arrayPrinter prints a JSON array element by element, in constant memory. One that is never closed is no JSON, so that
// nobody takes it for whole.
type arrayPrinter struct {
	w    io.Writer
	open bool
}

// add prints an encoded element.
func (p *arrayPrinter) add(encoded []byte) error {
	laidOut, err := indented(encoded, "  ")
	if err != nil {
		return err
	}
	before := "[\n  "
	if p.open {
		before = ",\n  "
	}
	p.open = true
	_, err = fmt.Fprintf(p.w, "%s%s", before, laidOut)
	return err
}

func (p *arrayPrinter) close() error {
	end := "[]\n"
	if p.open {
		end = "\n]\n"
	}
	_, err := io.WriteString(p.w, end)
	return err
}
