package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/rogpeppe/go-internal/testscript"
)

// readParquet reads a Parquet file as another program would, with a line for each column and the rows after them on standard
// output: parquet FILE, or parquet stdout. With ! it must be no file.
func readParquet(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] parquet FILE")
	}
	text, err := parquetText([]byte(ts.ReadFile(args[0])))
	if (err != nil) != neg {
		ts.Fatalf("the file was read to %.200q with error %v", text, err)
	}
	ts.Check(os.WriteFile(ts.MkAbs("parquet.txt"), text, 0o600))
	ts.Check(ts.Exec("cat", "parquet.txt"))
}

func parquetText(content []byte) ([]byte, error) {
	reader, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	rows, err := pqarrow.NewFileReader(reader, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	table, err := rows.ReadTable(context.Background())
	if err != nil {
		return nil, err
	}
	defer table.Release()
	var text bytes.Buffer
	fmt.Fprintf(&text, "%d rows in %d groups\n", table.NumRows(), reader.NumRowGroups())
	for _, field := range table.Schema().Fields() {
		fmt.Fprintf(&text, "column %s %s\n", field.Name, field.Type)
	}
	batches := array.NewTableReader(table, 0)
	defer batches.Release()
	for batches.Next() {
		encoded, err := batches.RecordBatch().MarshalJSON()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "%s\n", encoded)
	}
	return text.Bytes(), nil
}
