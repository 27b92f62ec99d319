package engine

import (
	"context"
	"errors"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// trouble is what a failure of DuckDB means for a store.
type trouble struct {
	// words are in the failure's text, or are its kind.
	words []string
	// fix is advice; full says that there is no space.
	fix  string
	full bool
}

// troubles are looked through in order. The words are those of the system (on Unix and Windows) and of DuckDB.
var troubles = []trouble{
	{full: true, words: []string{
		"No space left on device", "Disk quota exceeded", "File too large", "not enough space on the disk", "failed to offload",
	}},
	{words: []string{"Permission denied", "Read-only file system", "Access is denied", "Operation not permitted"}, fix: fixPermission},
	{words: []string{"not a valid DuckDB database file"}, fix: fixNoDatabase},
	{words: []string{"Corrupt", "checksum", "Could not read enough bytes", "Failed to deserialize"},
		fix: "restore the file from a copy, or move it away and fetch again"},
	{words: []string{"Trying to read a database file with version number", "file was created with a newer version"},
		fix: "install a newer mp-storage-duckdb"},
	{words: []string{"Out of Memory"},
		fix: "ask for less at once, or raise memory_limit in the settings of the duckdb plugin"},
	{words: []string{"TransactionContext"}, fix: "another change got in the way: repeat the command"},
	{words: []string{"FATAL", "INTERNAL", "database has been invalidated"},
		fix: "repeat the command; if it happens again, report it with this message"},
}

// failed turns an error of work on the store into a coded one: the context's own, a coded one as it is, and what DuckDB
// says by its meaning. doing says what was being done.
func (p place) failed(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if _, coded := errors.AsType[mperr.Error](err); coded {
		return err
	}
	failure := duck.FailureOf(err)
	if ctx.Err() != nil && (failure == nil || failure.Kind == "INTERRUPT") {
		return context.Cause(ctx)
	}
	if failure == nil {
		return &mperr.StorageFailed{Message: doing + ": " + err.Error(), Path: p.location, Cause: err}
	}
	return p.explain(doing, failure)
}

func (p place) explain(doing string, failure *duck.Failure) error {
	text := failure.Error()
	if locked := lockError(p.location, text); locked != nil {
		return locked
	}
	for _, trouble := range troubles {
		if !trouble.in(text) {
			continue
		}
		if trouble.full {
			return &mperr.StorageFull{Path: p.location, Reason: text}
		}
		return &mperr.StorageFailed{Message: doing + ": " + text, Path: p.location, Fix: trouble.fix, Cause: failure}
	}
	return &mperr.StorageFailed{Message: doing + ": " + text, Path: p.location, Cause: failure}
}

func (t trouble) in(text string) bool {
	for _, words := range t.words {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// badRows says whether a failure while rows are inserted is about the rows.
func badRows(failure *duck.Failure) bool {
	switch failure.Kind {
	case "Conversion", "Constraint", "Invalid Input", "Out of Range":
		return true
	}
	return false
}
