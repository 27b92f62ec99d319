package render

import (
	"bufio"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Format is how a result is printed.
type Format string

// The formats.
const (
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	Table    Format = "table"
	CSV      Format = "csv"
	Plain    Format = "plain"
	Markdown Format = "markdown"
	// Parquet is a file of columns, compressed with zstd.
	Parquet Format = "parquet"
	// Arrow is an Arrow IPC stream, for programs.
	Arrow Format = "arrow"
)

// Formats lists the formats in the order of the help text.
func Formats() []string { return append(TextFormats(), string(Parquet), string(Arrow)) }

// TextFormats lists the formats that a person can read.
func TextFormats() []string { return []string{"json", "jsonl", "table", "csv", "plain", "markdown"} }

// Binary says that no person reads the format, and that it prints rows and objects but no bare value.
func (f Format) Binary() bool { return f == Parquet || f == Arrow }

// ParseFormat reads a format's name; [mperr.InvalidArgument] for any other.
func ParseFormat(name string) (Format, error) {
	if slices.Contains(Formats(), name) {
		return Format(name), nil
	}
	return "", &mperr.InvalidArgument{Argument: "--format", Value: name, Reason: "unknown format", Allowed: Formats()}
}

// extensions are the endings of file names that say what is in a file.
var extensions = map[string]Format{
	".json": JSON, ".jsonl": JSONL, ".ndjson": JSONL, ".csv": CSV, ".txt": Table, ".md": Markdown, ".markdown": Markdown,
	".parquet": Parquet, ".arrow": Arrow, ".arrows": Arrow,
}

// FormatOfFile is the format that a file's name ends in; false where it names none.
func FormatOfFile(path string) (Format, bool) {
	format, ok := extensions[strings.ToLower(filepath.Ext(path))]
	return format, ok
}

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
}

type format interface {
	object(Object) error
	rows(Rows) error
}

// Object prints one result.
func (p Printer) Object(object Object) error { return p.format(p.Out).object(object) }

// rowsBuffer collects rows for a program or file, which costs one system call for some hundred rows instead of each.
const rowsBuffer = 64 << 10

// Rows prints a stream: to a screen as the rows arrive, elsewhere in blocks. An error of the stream ends the output where
// it is and is returned.
func (p Printer) Rows(rows Rows) error {
	if p.Screen {
		return p.format(p.Out).rows(rows)
	}
	buffer := bufio.NewWriterSize(p.Out, rowsBuffer)
	err := p.format(buffer).rows(rows)
	if flushErr := buffer.Flush(); err == nil {
		err = flushErr
	}
	return err
}

// Value prints one value and nothing else: as JSON in the formats json and jsonl, in the other ones of text as a line.
func (p Printer) Value(value any) error {
	if p.Format.Binary() {
		return &mperr.InvalidArgument{
			Argument: "--format", Value: string(p.Format), Reason: "is for rows, and this is one value", Allowed: TextFormats(),
		}
	}
	encoded, err := p.encoded(value)
	if err != nil {
		return err
	}
	_, err = p.shown(p.Out).Write(append(encoded, '\n'))
	return err
}

func (p Printer) encoded(value any) ([]byte, error) {
	if p.Format != JSON && p.Format != JSONL {
		return []byte(text(value)), nil
	}
	encoded, err := compact(value)
	if err != nil || p.Format == JSONL {
		return encoded, err
	}
	return indented(encoded, "")
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
