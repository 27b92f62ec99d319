// Command bench measures mp as a user meets it: the built programs in bin/, real HTTP, a real store. It prints a table
// and keeps it in docs/performance.md below the line that says so.
//
// Each file but the surroundings measures one thing. What cannot be seen of the built programs is measured by programs of
// its own: within, which calls parts of the host, discard, a storage plugin that keeps nothing, and the reference of
// plugins/storage-duckdb, where alone DuckDB may be.
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
	var s scene
	flag.IntVar(&s.events, "events", 1_000_000, "how many events to load")
	flag.IntVar(&s.rounds, "rounds", 3, "how often things that are compared run in turn; the median counts")
	flag.BoolVar(&s.large, "large", false, "load ten times the events too, to compare the memory: minutes, and 3 GB of disk")
	flag.StringVar(&s.bin, "bin", "bin", "folder of the built programs")
	keep := flag.String("keep", filepath.Join("docs", "performance.md"), "file that keeps the figures; empty keeps nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, &s, *keep)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s *scene, keep string) (err error) {
	if s.rounds < 1 || s.events < 1 {
		return fmt.Errorf("nothing to do for %d rounds of %d events", s.rounds, s.events)
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer func() {
		if endErr := s.end(); err == nil {
			err = endErr
		}
	}()
	table := figures{commit: commit(ctx)}
	for _, measure := range []func(context.Context, *scene, *figures) error{
		starts, loads, rowwise, copies, scanning, boundary, answers, groups, questions, reports, large,
	} {
		if err := measure(ctx, s, &table); err != nil {
			return err
		}
	}
	text := table.markdown(time.Now())
	fmt.Print(text)
	if keep == "" {
		return nil
	}
	return table.keep(keep, text)
}
