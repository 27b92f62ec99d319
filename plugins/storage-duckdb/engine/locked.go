package engine

import (
	"context"
	"strconv"
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
	// columns are those of the tables that the units under way are written into, counted for each unit.
	columns int
	// limit is the memory that DuckDB has for a load, in megabytes; 0 before the first.
	limit int
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
	if c.limit > 0 {
		// From here on nothing can give more to the units to come.
		if err := c.database.Exec(ctx, memoryLimit(defaultMemory)); err != nil && !isLocked(err) {
			return err
		}
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

// What DuckDB keeps in memory while units are written, in megabytes: what it has written to the file goes first, then rows that
// are not compressed yet, which it spills. Without a limit it fills [defaultMemory] with the file that it writes (measured
// with ten million events: 1.7 GB). It cannot do with less than what it holds on to for each column of each unit under
// way, two blocks of 256 KiB and more while it compresses: four units with two hundred columns failed with 400 MB, and ended
// well with 700.
const (
	loadMemory   = 200
	columnMemory = 1
)

func memoryLimit(size string) string { return "SET GLOBAL memory_limit = '" + size + "'" }

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
	if _, ok := c.chosen[settingThreads]; !ok {
		statements = append(statements, oneThread)
	}
	for _, statement := range statements {
		if err := c.database.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return c.allow(ctx)
}

// room makes room for a unit that is written into a table of so many columns; leave is called when it is over.
func (c *configuration) room(ctx context.Context, columns int) (leave func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.columns += columns
	leave = func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.columns -= columns
	}
	if c.locked {
		return leave, nil
	}
	return leave, c.allow(ctx)
}

// allow lets DuckDB have the memory that the units under way need. It takes none back: what is in use cannot be.
func (c *configuration) allow(ctx context.Context) error {
	need := loadMemory + columnMemory*c.columns
	if _, ok := c.chosen[settingMemory]; ok || need <= c.limit {
		return nil
	}
	if err := c.database.Exec(ctx, memoryLimit(strconv.Itoa(need)+"MB")); err != nil {
		return err
	}
	c.limit = need
	return nil
}

func isLocked(err error) bool {
	failure := duck.FailureOf(err)
	return failure != nil && strings.Contains(failure.Text, "configuration has been locked")
}
