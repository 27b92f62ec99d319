package main

import (
	"context"
	"fmt"
	"os"
)

// loads measures a fetch, gzip over HTTP until the file is checkpointed, beside DuckDB alone and beside the same fetch
// without property columns, which the reference has none of. The three run in turn.
func loads(ctx context.Context, s *scene, table *figures) error {
	s.store = s.file("columns.duckdb")
	bare := s.file("bare.duckdb")
	// The first run makes the bodies, which are then served from files, so that the simulator costs next to nothing.
	if _, err := s.fetch(ctx, bare); err != nil {
		return err
	}
	s.lines = s.file("lines.ndjson")
	if err := plain(s.served.dir, s.lines); err != nil {
		return err
	}
	var alone, without, with []usage
	for range s.rounds {
		for _, run := range []struct {
			into *[]usage
			do   func() (usage, error)
		}{
			{&alone, func() (usage, error) { return s.reference(ctx) }},
			{&without, func() (usage, error) { return s.fetch(ctx, bare, "--no-columns") }},
			{&with, func() (usage, error) { return s.fetch(ctx, s.store) }},
		} {
			used, err := run.do()
			if err != nil {
				return err
			}
			*run.into = append(*run.into, used)
		}
	}
	s.load = usage{wall: middle(with, wall)}
	s.load.host, s.load.plugin = peaks(with)
	s.times(table, alone, without, with)
	s.memory(table, without)
	return s.sizes(table, bare)
}

// times compares the loads with each other.
func (s *scene) times(table *figures, alone, without, with []usage) {
	gzip := float64(s.served.bytes()) / 1e6
	table.add(fmt.Sprintf("fetch %d events, %.0f MB of gzip over HTTP into DuckDB, with property columns", s.events, gzip),
		seconds(with), s.spread(with))
	table.add("the same with `--no-columns`", seconds(without), s.spread(without))
	table.add("DuckDB alone, the same events from a plain file on disk, 2 threads, no property columns", seconds(alone), s.spread(alone)+": the reference")
	table.atMost("fetch with `--no-columns` over the reference", ratio(without, alone, wall), 1.25, "%.2f ×")
	table.add("the same in CPU time", fmt.Sprintf("%.2f ×", ratio(without, alone, cpu)), "")
	table.atMost("property columns: fetch over fetch with `--no-columns`", ratio(with, without, wall), 1.5, "%.2f ×")
	table.add("the same in CPU time", fmt.Sprintf("%.2f ×", ratio(with, without, cpu)), "")
	table.add("fetch with property columns over the reference, which has none", fmt.Sprintf("%.2f ×", ratio(with, alone, wall)), "")
}

// spread tells the CPU time and the rate of loads.
func (s *scene) spread(runs []usage) string {
	total, plugin := middle(runs, cpu), middle(runs, func(u usage) float64 { return u.pluginCPU.Seconds() })
	text := fmt.Sprintf("%.0f events/s, %.2f CPU-s", float64(s.events)/middle(runs, wall).Seconds(), total.Seconds())
	if plugin > 0 {
		text += fmt.Sprintf(" (plugin %.2f)", plugin)
	}
	return text
}

func seconds(runs []usage) string { return fmt.Sprintf("%.2f s", middle(runs, wall).Seconds()) }

// memory tells the greatest peaks, not the medians: a limit is one.
func (s *scene) memory(table *figures, without []usage) {
	host, plugin := peaks(without)
	for _, load := range []struct {
		name         string
		host, plugin float64
	}{{"with property columns", s.load.host, s.load.plugin}, {"with `--no-columns`", host, plugin}} {
		table.atMost("peak memory of mp, "+load.name, load.host, 80, "%.0f MB")
		table.atMost("peak memory of the storage plugin, "+load.name, load.plugin, 450, "%.0f MB")
	}
}

func peaks(runs []usage) (host, plugin float64) {
	for _, run := range runs {
		host, plugin = max(host, run.host), max(plugin, run.plugin)
	}
	return host, plugin
}

// sizes tells what the stores take on disk.
func (s *scene) sizes(table *figures, bare string) error {
	for _, store := range []struct {
		name, path string
		most       float64
	}{
		{"store without property columns", bare, 110},
		{"store with property columns", s.store, 140},
	} {
		info, err := os.Stat(store.path)
		if err != nil {
			return err
		}
		table.atMost(store.name, float64(info.Size())/float64(s.events), store.most, "%.0f bytes an event")
	}
	return nil
}
