package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
)

// answers measures reading a whole table: the plugin's batches over mTLS to mp and from there to /dev/null. The formats of
// text make values of all of it, so they read fewer rows.
func answers(ctx context.Context, s *scene, table *figures) error {
	const all = "SELECT * FROM events" //nolint:unqueryvet // a whole table is what is measured
	rate, err := s.answer(ctx, "arrow", all, s.events)
	if err != nil {
		return err
	}
	table.atLeast(fmt.Sprintf("`mp query sql -f arrow '%s'`, with property columns", all), rate, 600_000, "%.0f rows/s")
	plain := "SELECT event_name, event_time, distinct_id, insert_id, properties, project_day FROM events"
	if rate, err = s.answer(ctx, "arrow", plain, s.events); err != nil {
		return err
	}
	table.atLeast("the same without property columns", rate, 600_000, "%.0f rows/s")
	for _, format := range []string{"jsonl", "csv"} {
		rows := min(s.events, 200_000)
		if rate, err = s.answer(ctx, format, plain, rows); err != nil {
			return err
		}
		table.add(fmt.Sprintf("`mp query sql -f %s`, %d of the same rows", format, rows), fmt.Sprintf("%.0f rows/s", rate), "")
	}
	return nil
}

// answer is the rate at which so many rows arrive, from the start of mp to its end.
func (s *scene) answer(ctx context.Context, format, query string, rows int) (float64, error) {
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer func() { _ = nowhere.Close() }()
	var runs []usage
	for range s.rounds {
		command, err := s.mp(ctx, "query", "sql", "--db", s.store, "-f", format, "--limit", strconv.Itoa(rows), query)
		if err != nil {
			return 0, err
		}
		command.Stdout = nowhere
		used, err := spend(command)
		if err != nil {
			return 0, err
		}
		runs = append(runs, used)
	}
	return float64(rows) / middle(runs, wall).Seconds(), nil
}
