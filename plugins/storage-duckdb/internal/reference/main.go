// Command reference is what people do with DuckDB without mp, for the benchmark of mp to hold its own load against. It
// prints how many seconds the work took until everything was in the one file.
//
//	reference load LINES DATABASE         DuckDB reads a file of exported events itself
//	reference rows LINES DATABASE ROWS    a program inserts the first events row by row, ignoring those that are there
//	reference new LINES DATABASE ROWS     the same where none is there
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver
)

func main() {
	took, err := measure(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
	fmt.Printf("%.3f\n", took.Seconds())
}

func measure(ctx context.Context, args []string) (time.Duration, error) {
	switch {
	case len(args) == 3 && args[0] == "load":
		return load(ctx, args[1], args[2])
	case len(args) == 4 && inserts[args[0]] != "":
		count, err := strconv.Atoi(args[3])
		if err != nil {
			return 0, err
		}
		return insertRows(ctx, args[1], args[2], count, inserts[args[0]])
	}
	return 0, fmt.Errorf("unknown arguments %q", args)
}
