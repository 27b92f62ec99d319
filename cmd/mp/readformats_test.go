package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// What other programs make of each format.

// table is how large a table is, and its columns.
type table struct {
	columns []string
	rows    int
}

func columnsOf(schema *arrow.Schema) []string {
	var columns []string
	for _, field := range schema.Fields() {
		columns = append(columns, field.Name)
	}
	return columns
}

func csvRows(t *testing.T, text []byte) (header []string, rows int) {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll() // with as many fields in each
	if err != nil || len(lines) == 0 && len(text) > 0 {
		t.Fatalf("no csv: %v: %.200q", err, text)
	}
	if len(lines) == 0 {
		return nil, 0
	}
	for i, name := range lines[0] {
		if name == "" || slices.Index(lines[0], name) != i {
			t.Errorf("a header with %q: %q", name, lines[0])
		}
	}
	return lines[0], len(lines) - 1
}

func arrowRows(t *testing.T, stream []byte) table {
	t.Helper()
	reader, err := ipc.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatalf("no arrow stream: %v: %.80q", err, stream)
	}
	defer reader.Release()
	read := table{columns: columnsOf(reader.Schema())}
	for reader.Next() {
		read.rows += int(reader.RecordBatch().NumRows())
	}
	if err := reader.Err(); err != nil {
		t.Error(err)
	}
	return read
}

func parquetRows(t *testing.T, content []byte) table {
	t.Helper()
	reader, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("no parquet file: %v: %.80q", err, content)
	}
	columns, err := pqarrow.NewFileReader(reader, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	all, err := columns.ReadTable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer all.Release()
	return table{columnsOf(all.Schema()), int(all.NumRows())}
}

// cellBorder is what ends a cell of Markdown: a bar that is not escaped.
var cellBorder = regexp.MustCompile(`(?:\\.|[^\\|])*\|`)

func markdownRows(t *testing.T, text []byte) (header []string, rows int) {
	t.Helper()
	if len(text) == 0 {
		return nil, 0
	}
	for n, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		cells := cellBorder.FindAllString(strings.TrimPrefix(line, "|"), -1)
		if n == 0 {
			for _, cell := range cells {
				header = append(header, strings.TrimSpace(strings.TrimSuffix(cell, "|")))
			}
		}
		if !strings.HasPrefix(line, "| ") || !strings.HasSuffix(line, " |") || len(cells) != len(header) {
			t.Errorf("line %d is no row of %d cells: %q", n+1, len(header), line)
		}
		if n == 1 && strings.Trim(line, "|- ") != "" {
			t.Errorf("no rule below the header: %q", line)
		}
		rows = n - 1
	}
	return header, rows
}

func jsonOf(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("no json: %v: %.200q", err, text)
	}
	return value
}

// kindOf is what jq calls the type of a value.
func kindOf(value any) string {
	switch value.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	}
	return "scalar"
}

func jsonLines(t *testing.T, text []byte) (lines int) {
	t.Helper()
	for scanner := bufio.NewScanner(bytes.NewReader(text)); scanner.Scan(); lines++ {
		jsonOf(t, scanner.Bytes())
	}
	return lines
}

func fitsScreen(t *testing.T, text []byte) {
	t.Helper()
	if len(text) == 0 {
		t.Error("nothing is on the screen")
	}
	for line := range strings.Lines(string(text)) {
		if width := prettytext.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); width > 80 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}
