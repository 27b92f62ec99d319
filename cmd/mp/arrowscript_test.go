package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/rogpeppe/go-internal/testscript"
)

// readArrow reads an Arrow stream as another program would, with a line for each column and each batch on standard output:
// arrow FILE, or arrow stdout. With ! the stream must not be whole.
func readArrow(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] arrow FILE")
	}
	text, err := arrowText([]byte(ts.ReadFile(args[0])))
	if (err != nil) != neg {
		ts.Fatalf("the stream was read to %q with error %v", text, err)
	}
	ts.Check(os.WriteFile(ts.MkAbs("arrow.txt"), text, 0o600))
	ts.Check(ts.Exec("cat", "arrow.txt"))
}

func arrowText(stream []byte) ([]byte, error) {
	var text bytes.Buffer
	reader, err := ipc.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, err
	}
	defer reader.Release()
	for _, field := range reader.Schema().Fields() {
		fmt.Fprintf(&text, "column %s %s\n", field.Name, field.Type)
	}
	for reader.Next() {
		rows, err := reader.RecordBatch().MarshalJSON()
		if err != nil {
			return text.Bytes(), err
		}
		fmt.Fprintf(&text, "%s\n", rows)
	}
	return text.Bytes(), reader.Err()
}
