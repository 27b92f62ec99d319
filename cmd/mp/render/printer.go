package render

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Printer prints results to one writer.
type Printer struct {
	// Out takes the result.
	Out io.Writer
	// Format says how.
	Format Format
	// Screen says that Out is a terminal, which stored data must not steer; see [Visible].
	Screen bool
	// Width fits table lines to a terminal's width; 0 does not.
	Width int
	// Filter is what results pass in the formats json and jsonl; nil lets all through. Other formats take none.
	Filter *Filter
	// Done is told how the printing of each result ended; nil tells nobody.
	Done func(error)
}

type format interface {
	object(Object) error
	rows(Rows) error
}

// Object prints one result.
func (p Printer) Object(object Object) error { return p.done(p.format(p.Out).object(object)) }

func (p Printer) done(err error) error {
	if p.Done != nil {
		p.Done(err)
	}
	return err
}

// rowsBuffer collects rows for a program or file, which costs one system call for some hundred rows instead of each.
const rowsBuffer = 64 << 10

// Rows prints a stream: to a screen as the rows arrive, elsewhere in blocks. An error of the stream ends the output where
// it is and is returned.
func (p Printer) Rows(rows Rows) error {
	if p.Screen {
		return p.done(p.format(p.Out).rows(rows))
	}
	buffer := bufio.NewWriterSize(p.Out, rowsBuffer)
	err := p.format(buffer).rows(rows)
	if flushErr := buffer.Flush(); err == nil {
		err = flushErr
	}
	return p.done(err)
}

// Value prints one value and nothing else: as JSON in the formats json and jsonl, in the other ones of text as a line.
func (p Printer) Value(value any) error { return p.done(p.value(value)) }

func (p Printer) value(value any) error {
	if p.Format.Binary() {
		return &mperr.InvalidArgument{
			Argument: "--format", Value: string(p.Format), Reason: "is for rows, and this is one value", Allowed: TextFormats(),
		}
	}
	out := p.shown(p.Out)
	if p.Format != JSON && p.Format != JSONL {
		_, err := fmt.Fprintln(out, text(value))
		return err
	}
	encoded, err := compact(value)
	if err != nil {
		return err
	}
	if p.Filter != nil {
		return filterPrinter{out, p.Filter, p.Format == JSONL}.filtered(encoded)
	}
	if p.Format == JSON {
		if encoded, err = indented(encoded, ""); err != nil {
			return err
		}
	}
	_, err = out.Write(append(encoded, '\n'))
	return err
}

// Answer prints a value whole, in the formats json and jsonl: a list in jsonl has a line for each of its elements.
func (p Printer) Answer(value json.Marshaler) error {
	encoded, err := compact(value)
	if err != nil {
		return p.done(err)
	}
	if p.Format != JSONL || encoded[0] != '[' {
		return p.Value(json.RawMessage(encoded))
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(encoded, &elements); err != nil {
		return p.done(err)
	}
	lines := p
	lines.Done = nil
	for _, element := range elements {
		if err := lines.Value(element); err != nil {
			return p.done(err)
		}
	}
	return p.done(nil)
}

// shown is out, or on a screen what keeps stored data from steering it.
func (p Printer) shown(out io.Writer) io.Writer {
	if p.Screen {
		return &screen{w: out}
	}
	return out
}

func (p Printer) format(out io.Writer) format {
	if p.Format != Table { // whose cells are shown as they are made
		out = p.shown(out)
	}
	if p.Filter != nil && (p.Format == JSON || p.Format == JSONL) {
		return filterPrinter{out, p.Filter, p.Format == JSONL}
	}
	switch p.Format {
	case JSONL:
		return jsonlPrinter{out}
	case Table:
		return &tablePrinter{w: out, width: p.Width}
	case CSV:
		return csvPrinter{out}
	case Plain:
		return plainPrinter{out}
	case Markdown:
		return markdownPrinter{out}
	case Parquet:
		return parquetPrinter{out}
	case Arrow:
		return arrowPrinter{out}
	default:
		return jsonPrinter{out}
	}
}
