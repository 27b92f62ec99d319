// Command within measures parts of mp from the inside, for what cannot be seen of the built programs, and prints its
// figures by name as one JSON object. The benchmark of mp runs it.
//
//	within scan LINES TIMES                              the scanner on lines in memory
//	within ship PLUGINS ADDRESS FROM TO COLUMNS TIMES    batches of a fetch to the storage plugin "discard"
//	within store PLUGINS FOLDER FROM TO TIMES ADDRESS…   batches of several fetches to the storage plugin "duckdb", in turn
//	within ask PLUGINS STORE TIMES QUERY                 a query in a store that is open
//	within report PLUGINS STORE TIMES NAME FROM TO       a question to the local engine over an open store
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"slices"
)

// figures are what was measured, by name.
type figures map[string]float64

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	measured, err := measure(ctx, os.Args[1:])
	stop()
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(measured)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "within:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, args []string) (figures, error) {
	switch {
	case len(args) == 3 && args[0] == "scan":
		return scanned(args[1], args[2])
	case len(args) == 7 && args[0] == "ship":
		return shipped(ctx, args[1], args[2], args[3], args[4], args[5], args[6])
	case len(args) > 6 && args[0] == "store":
		return stored(ctx, args[1], args[2], args[3], args[4], args[5], args[6:])
	case len(args) == 5 && args[0] == "ask":
		return asked(ctx, args[1], args[2], args[3], args[4])
	case len(args) == 7 && args[0] == "report":
		return reported(ctx, args[1], args[2], args[3], args[4], args[5], args[6])
	}
	return nil, fmt.Errorf("unknown arguments %q", args)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
