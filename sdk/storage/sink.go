package storage

import (
	"context"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// Engine opens stores. It is what an author gives to sdk.Serve.
type Engine interface {
	// Capabilities are the optional powers of every Sink it opens. The answer never changes.
	Capabilities() []Capability
	// Open opens the store, creating it unless ReadOnly. [mperr.DatabaseNotFound] where a read-only store is not there;
	// [mperr.StorageLocked] where another process holds it longer than Wait.
	Open(ctx context.Context, options Options) (Sink, error)
}

// Options say which store to open and how.
type Options struct {
	// Location is the store's path; engines that are no files may read it as an address.
	Location string
	// ReadOnly opens an existing store for reading, beside other readers.
	ReadOnly bool
	// Wait is how long to wait for another process to let go of the store; 0 does not wait.
	Wait time.Duration
	// Settings are the user's settings for this plugin, from its table in the configuration file.
	Settings map[string]string
}

// Sink is an open store.
type Sink interface {
	Writer
	Catalog
	// Drop removes a table with its coverage and its unfinished APPEND; [mperr.TableNotFound] where it is not there,
	// [mperr.SessionConflict] where a session on it is open in this Sink.
	Drop(ctx context.Context, table string) error
	// Close makes everything durable and lets go of the store. Calls after the first do nothing.
	Close(ctx context.Context) error
}

// Writer writes sessions of units. See the package text for the order of calls.
type Writer interface {
	// Begin starts or continues a session. Errors: [mperr.TableExists] (CREATE), [mperr.TableNotFound] (APPEND),
	// [mperr.TableKindMismatch] (APPEND and REPLACE), [mperr.SessionConflict] where this table's session is open in this Sink,
	// [mperr.InvalidArgument] for a table name that [CheckTable] refuses. An unfinished session of the same table with
	// another fingerprint, mode or kind is aborted first.
	Begin(ctx context.Context, target Target) (Session, error)
	// WriteUnit stores one unit in one transaction and reports what was stored. An error of rows, a missing footer, counts
	// that differ ([mperr.UnitMismatch]) or a cancelled context leave nothing of the unit.
	WriteUnit(ctx context.Context, session string, unit Unit, rows Rows) (UnitReport, error)
	// Commit publishes the session and ends it. A session with no units publishes an empty table.
	Commit(ctx context.Context, session string) (Table, error)
	// Abort ends the session. What is staged, see [Target.Staged], is removed; units of an APPEND of events stay. A store that Open made
	// and that holds nothing may be gone after Close then.
	Abort(ctx context.Context, session string) error
}

// Catalog tells what a store holds. It sees what is committed.
type Catalog interface {
	// Info describes the store itself.
	Info(ctx context.Context) (Info, error)
	// Tables lists the tables in alphabetical order, without the engine's own.
	Tables(ctx context.Context) ([]Table, error)
	// Describe gives a table's columns in order; [mperr.TableNotFound] where it is not there.
	Describe(ctx context.Context, table string) ([]Column, error)
	// Coverage gives the days of a table in ascending order; [mperr.TableNotFound] where it is not there.
	Coverage(ctx context.Context, table string) ([]Day, error)
}

// Querier is the optional power to answer SQL, declared as [CapabilitySQL].
type Querier interface {
	// Query runs one statement in the engine's own dialect. Without Write it changes nothing, and in no case does it reach
	// files or the network. [mperr.QueryFailed] with the engine's text, or [mperr.TableNotFound].
	Query(ctx context.Context, query Query) (Reader, error)
}

// Sampler is the optional power to show rows spread over a table, declared as [CapabilitySample].
type Sampler interface {
	// Sample gives n rows, or all where there are fewer; [mperr.TableNotFound] where the table is not there,
	// [mperr.InvalidArgument] where n is negative.
	Sample(ctx context.Context, table string, n int) (Reader, error)
}

// Query is a question in SQL.
type Query struct {
	// SQL is one statement in the engine's own dialect; it goes to the engine as it is.
	SQL string
	// Params are bound by name ($name in the text), never spliced: text values, which the engine casts.
	Params map[string]string
	// Limit ends the answer after that many rows; 0 means no limit.
	Limit int64
	// Write allows the statement to change the store.
	Write bool
}

// Reader is a stream of record batches. It is used by one goroutine at a time and closed by whoever got it.
type Reader interface {
	// Schema is the same for every batch.
	Schema() *arrow.Schema
	// Next gives the next batch, valid until the next call; io.EOF after the last one.
	Next(ctx context.Context) (arrow.RecordBatch, error)
	// Close ends the stream early or after the end. Calls after the first do nothing.
	Close() error
}

// Rows is the body of a unit. It is read by one goroutine.
type Rows interface {
	// Schema is the same for every batch of the unit.
	Schema() *arrow.Schema
	// Next gives the next batch, valid until the next call; io.EOF after the last one. Any other error means that the unit
	// is not complete and must be rolled back.
	Next(ctx context.Context) (arrow.RecordBatch, error)
	// Footer is what the unit must add up to. It is valid after Next gave io.EOF.
	Footer() Footer
}
