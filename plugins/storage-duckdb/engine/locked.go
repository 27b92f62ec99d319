package engine

import (
	"context"
	"strings"
	"sync"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// configuration is that of an open database. Nothing that a statement of a user may do changes it: it is locked before
// the first one runs.
type configuration struct {
	database *duck.Database
	// chosen are the settings that the user gave.
	chosen map[string]string

	mu     sync.Mutex
	locked bool
}

// ask locks the configuration and runs a statement of a user.
func (c *configuration) ask(ctx context.Context, question duck.Question) (*duck.Answer, error) {
	if err := c.lock(ctx); err != nil {
		return nil, err
	}
	return c.database.Query(ctx, question)
}

// lock has the last word. Readers of one process share an instance, so another may have had it already.
func (c *configuration) lock(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.locked {
		return nil
	}
	err := c.database.Exec(ctx, lockConfiguration)
	if isLocked(err) {
		err = nil
	}
	c.locked = err == nil
	return err
}

// oneThread is for units, which are written side by side: their row groups are full and in order then. Several threads
// for each leave small ones, which the next checkpoint reads back and compresses once more (measured with four units under
// way: twice the work, a third more memory and a third more file). It stays until Close, whose checkpoint would take a
// row group's memory for each thread.
const oneThread = "SET GLOBAL threads = 1"

// loadMemory is what DuckDB keeps in memory while units are written: what it has written to the file goes first, then rows
// that are not compressed yet, which it spills. Without it DuckDB fills [defaultMemory] with the file that it writes
// (measured with ten million events: 1.7 GB). With 300 MB a load with fifty property columns takes a quarter more work.
const loadMemory = "SET GLOBAL memory_limit = '400MB'"

// A checkpoint joins small row groups, which reads back and compresses rows that are in the file already. A new table is
// spared that (measured with units of a day: a third less memory, a fifth less work); what is small in it is joined when
// rows are appended later. Appending a day at a time would leave a row group for each without it.
const (
	joinNone = "SET GLOBAL max_vacuum_tasks = 0"
	joinSome = "RESET GLOBAL max_vacuum_tasks"
)

// load prepares for units. Where the configuration is locked nothing is wrong, only slower; what the user set stays.
func (c *configuration) load(ctx context.Context, mode storage.Mode) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.locked {
		return nil
	}
	statements := []string{joinNone}
	if mode == storage.Append {
		statements[0] = joinSome
	}
	for setting, statement := range map[string]string{settingThreads: oneThread, settingMemory: loadMemory} {
		if _, ok := c.chosen[setting]; !ok {
			statements = append(statements, statement)
		}
	}
	for _, statement := range statements {
		if err := c.database.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func isLocked(err error) bool {
	failure := duck.FailureOf(err)
	return failure != nil && strings.Contains(failure.Text, "configuration has been locked")
}
