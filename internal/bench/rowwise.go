package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// rowwiseSample is how many events are written the slow way; the rate does not rise with more of them.
const rowwiseSample = 3_000

//go:embed rowwise.py
var rowwisePython string

// rowwise holds a fetch against the way of writing of the Python tool that mp follows: a prepared INSERT OR IGNORE for each
// row into a table with a primary key, with a commit every 1,000 rows. Only the writing is timed, of rows that are read
// already, while the fetch is timed whole. OR IGNORE costs a single row several times a plain INSERT, so the same without
// it, of rows known to be new, stands beside it.
func rowwise(ctx context.Context, s *scene, table *figures) error {
	sample := strconv.Itoa(min(rowwiseSample, s.events))
	store := s.file("rowwise.duckdb")
	through, ignoring := "Go's driver, as Python has no `duckdb` here", exec.CommandContext(ctx, s.file("reference"), "rows", s.lines, store, sample)
	if exec.CommandContext(ctx, "python3", "-c", "import duckdb").Run() == nil {
		through, ignoring = "Python's `duckdb`", exec.CommandContext(ctx, "python3", "-c", rowwisePython, s.lines, store, sample)
	}
	slow, err := s.insertion(ignoring, store)
	if err != nil {
		return err
	}
	plain, err := s.insertion(exec.CommandContext(ctx, s.file("reference"), "new", s.lines, store, sample), store)
	if err != nil {
		return err
	}
	whole := float64(s.events) / s.load.wall.Seconds()
	table.add(fmt.Sprintf("`INSERT OR IGNORE` row by row, %s of the events, primary key, through %s", sample, through), fmt.Sprintf("%.0f events/s", slow), "")
	table.atLeast("rate of a whole fetch over that", whole/slow, 50, "%.0f ×")
	table.add("the same with `INSERT`, through Go's driver", fmt.Sprintf("%.0f events/s", plain), fmt.Sprintf("a whole fetch: %.0f × of it", whole/plain))
	return nil
}

// insertion is the rate at which a program writes the sample into a new store.
func (s *scene) insertion(command *exec.Cmd, store string) (float64, error) {
	used, err := timed(command)
	_ = os.Remove(store)
	return float64(min(rowwiseSample, s.events)) / used.wall.Seconds(), err
}
