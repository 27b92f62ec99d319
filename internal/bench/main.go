// Command bench measures mp as a user meets it: the built programs in bin/, real HTTP, a real store. It prints a table
// and keeps it in docs/performance.md below the line that says so.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	events := flag.Int("events", 1_000_000, "how many events to load")
	bin := flag.String("bin", "bin", "folder of the built programs")
	keep := flag.String("keep", filepath.Join("docs", "performance.md"), "file that keeps the figures; empty keeps nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *bin, *events, *keep)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, bin string, events int, keep string) error {
	bin, err := filepath.Abs(bin)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mp-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var table figures
	for _, measure := range []func(context.Context, *scene, *figures) error{starts, loads} {
		if err := measure(ctx, &scene{bin: bin, dir: dir, events: events}, &table); err != nil {
			return err
		}
	}
	text := table.markdown(ctx, time.Now())
	fmt.Print(text)
	if keep == "" {
		return nil
	}
	return table.keep(keep, text)
}
