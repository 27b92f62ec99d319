package render

import (
	"io"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Format is how a result is printed.
type Format string

// The formats.
const (
	JSON  Format = "json"
	JSONL Format = "jsonl"
	Table Format = "table"
	CSV   Format = "csv"
	Plain Format = "plain"
)

// Formats lists the formats in the order of the help text.
func Formats() []string { return []string{"json", "jsonl", "table", "csv", "plain"} }

// ParseFormat reads a format's name; [mperr.InvalidArgument] for any other.
func ParseFormat(name string) (Format, error) {
	switch format := Format(name); format {
	case JSON, JSONL, Table, CSV, Plain:
		return format, nil
	}
	return "", &mperr.InvalidArgument{Argument: "--format", Value: name, Reason: "unknown format", Allowed: Formats()}
}

// Printer prints results to one writer.
type Printer struct {
	// Out takes the result.
	Out io.Writer
	// Format says how.
	Format Format
	// Width cuts table lines to a terminal's width; 0 does not cut.
	Width int
}

type format interface {
	object(Object) error
	rows(Rows) error
}

func (p Printer) format() format {
	switch p.Format {
	case JSONL:
		return jsonlPrinter{p.Out}
	case Table:
		return &tablePrinter{w: p.Out, width: p.Width}
	case CSV:
		return csvPrinter{p.Out}
	case Plain:
		return plainPrinter{p.Out}
	default:
		return jsonPrinter{p.Out}
	}
}

// Object prints one result.
func (p Printer) Object(object Object) error { return p.format().object(object) }

// Rows prints a stream. An error of the stream ends the output where it is and is returned.
func (p Printer) Rows(rows Rows) error { return p.format().rows(rows) }
