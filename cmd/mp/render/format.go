package render

import (
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
