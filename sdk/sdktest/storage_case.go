package sdktest

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// storageCase is one subtest with an engine and the place of a store of its own. Its methods fail the subtest rather
// than return errors, so that a test reads as the story it tells.
type storageCase struct {
	*testing.T

	ctx      context.Context
	cfg      StorageConfig
	env      []string
	location string
	engine   storage.Engine
	// plugin is the process behind the engine; nil for a Go value.
	plugin *process
}

func newStorageCase(t *testing.T, cfg StorageConfig) *storageCase {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), cfg.Timeout)
	t.Cleanup(cancel)
	c := &storageCase{T: t, ctx: ctx, cfg: cfg, env: envOf(t, cfg.Env), location: cfg.Location(t)}
	c.start()
	return c
}

// start makes the engine ready; for a binary it launches a process.
func (c *storageCase) start() {
	c.Helper()
	if c.cfg.Engine != nil {
		c.engine = guardEngine(c.cfg.Engine)
		return
	}
	c.plugin = launch(c.T, dial.KindStorage, c.cfg.Binary, c.env, c.cfg.Timeout)
	c.engine = guardEngine(c.plugin.engine())
}

func (c *storageCase) options() storage.Options {
	return storage.Options{Location: c.location, Settings: c.cfg.Settings}
}

// open opens the store for writing and closes it when the subtest ends.
func (c *storageCase) open() storage.Sink {
	c.Helper()
	return c.openWith(c.options())
}

func (c *storageCase) openWith(options storage.Options) storage.Sink {
	c.Helper()
	sink, err := c.engine.Open(c.ctx, options)
	c.must("open the store", err)
	c.Cleanup(func() {
		// The subtest's context has ended by now. A killed plugin cannot answer, so the error is not looked at.
		ctx, cancel := context.WithTimeout(context.Background(), graceAfterEnd)
		defer cancel()
		_ = sink.Close(ctx)
	})
	return sink
}

// reopen closes the store and opens it again, in a new process where there are processes.
func (c *storageCase) reopen(sink storage.Sink) storage.Sink {
	c.Helper()
	c.must("close the store", sink.Close(c.ctx))
	if c.plugin != nil {
		c.plugin.stop()
		c.start()
	}
	return c.open()
}

// must ends the subtest on an error.
func (c *storageCase) must(what string, err error) {
	c.Helper()
	if err != nil {
		c.Fatalf("%s: %v", what, err)
	}
}

// targetOf is a request for a table of events.
func targetOf(table string, mode storage.Mode) storage.Target {
	return storage.Target{
		Table: table, Kind: storage.Events, Mode: mode, Fingerprint: "project 1, all events",
		Metadata: storage.Metadata{FromDate: "2026-01-01", ToDate: "2026-01-03"},
	}
}

func (c *storageCase) begin(sink storage.Sink, target storage.Target) storage.Session {
	c.Helper()
	session, err := sink.Begin(c.ctx, target)
	c.must("begin a "+string(target.Mode)+" of "+target.Table, err)
	return session
}

func (c *storageCase) write(sink storage.Sink, session storage.Session, rows *unitRows) storage.UnitReport {
	c.Helper()
	report, err := sink.WriteUnit(c.ctx, session.ID, rows.unit, rows)
	c.must("write unit "+rows.unit.ID, err)
	return report
}

func (c *storageCase) commit(sink storage.Sink, session storage.Session) storage.Table {
	c.Helper()
	table, err := sink.Commit(c.ctx, session.ID)
	c.must("commit", err)
	return table
}

// fill makes a table in one session, a unit each.
func (c *storageCase) fill(sink storage.Sink, target storage.Target, units ...*unitRows) storage.Table {
	c.Helper()
	session := c.begin(sink, target)
	for _, unit := range units {
		c.write(sink, session, unit)
	}
	return c.commit(sink, session)
}

// tables gives the published tables by name.
func (c *storageCase) tables(sink storage.Sink) map[string]storage.Table {
	c.Helper()
	list, err := sink.Tables(c.ctx)
	c.must("list the tables", err)
	byName := map[string]storage.Table{}
	for _, table := range list {
		byName[table.Name] = table
	}
	return byName
}

func (c *storageCase) coverage(sink storage.Sink, table string) []storage.Day {
	c.Helper()
	days, err := sink.Coverage(c.ctx, table)
	c.must("coverage of "+table, err)
	return days
}

// wantMissing checks that nothing of a table can be seen.
func (c *storageCase) wantMissing(sink storage.Sink, table string) {
	c.Helper()
	if listed, ok := c.tables(sink)[table]; ok {
		c.Fatalf("Tables lists %+v, want no table %s", listed, table)
	}
	_, err := sink.Describe(c.ctx, table)
	wantError[*mperr.TableNotFound](c.T, "Describe", err)
	_, err = sink.Coverage(c.ctx, table)
	wantError[*mperr.TableNotFound](c.T, "Coverage", err)
}

// wantRows checks that a table holds exactly these events: by its count, by its coverage, and row by row where the
// engine can show rows.
func (c *storageCase) wantRows(sink storage.Sink, table string, want []event) {
	c.Helper()
	listed, ok := c.tables(sink)[table]
	if !ok {
		c.Fatalf("Tables does not list %s", table)
	}
	if listed.Rows != int64(len(want)) {
		c.Fatalf("table %s has %d rows, want %d", table, listed.Rows, len(want))
	}
	c.wantStored(sink, table, want)
	got, readable := c.rows(sink, table, len(want)+1)
	if told := difference(want, got); readable && told != "" {
		c.Fatalf("rows of %s differ: %s", table, told)
	}
}

// wantStored checks that coverage counts as stored just what is there, day by day.
func (c *storageCase) wantStored(sink storage.Sink, table string, want []event) {
	c.Helper()
	stored := map[string]int64{}
	for _, e := range want {
		stored[e.Day]++
	}
	for _, day := range c.coverage(sink, table) {
		if day.Stored != stored[day.Day] {
			c.Fatalf("coverage of %s says %d rows stored on %s, want %d", table, day.Stored, day.Day, stored[day.Day])
		}
		delete(stored, day.Day)
	}
	if len(stored) > 0 {
		c.Fatalf("coverage of %s leaves out %v", table, stored)
	}
}

// rows reads up to n rows of a table; readable is false where the engine shows none.
func (c *storageCase) rows(sink storage.Sink, table string, n int) (events []event, readable bool) {
	c.Helper()
	var reader storage.Reader
	var err error
	switch readable := sink.(type) {
	case storage.Sampler:
		reader, err = readable.Sample(c.ctx, table, n)
	case storage.Querier:
		reader, err = readable.Query(c.ctx, storage.Query{SQL: "SELECT * FROM " + table})
	default:
		return nil, false
	}
	c.must("read rows of "+table, err)
	return c.drain(reader), true
}

// drain reads a reader to its end and closes it.
func (c *storageCase) drain(reader storage.Reader) (events []event) {
	c.Helper()
	defer func() { c.must("close the reader", reader.Close()) }()
	for {
		batch, err := reader.Next(c.ctx)
		if err == io.EOF { // the contract says io.EOF itself
			return events
		}
		c.must("read the next batch", err)
		if !batch.Schema().Equal(reader.Schema()) {
			c.Fatalf("a batch has the schema %v, the reader %v", batch.Schema(), reader.Schema())
		}
		events, err = decode(events, batch)
		c.must("read a batch", err)
	}
}

// wantError gives err as the coded error E, and ends the test where it is another.
func wantError[E mperr.Error](t *testing.T, what string, err error) E {
	t.Helper()
	var want E
	if err == nil {
		t.Fatalf("%s: no error, want %T", what, want)
	}
	if !errors.As(err, &want) {
		t.Fatalf("%s: error %s %q, want %T", what, mperr.CodeOf(err), err, want)
	}
	return want
}

// wantCoded ends the test where err has no code of its own: a user would be told "unknown error".
func wantCoded(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: no error, want one", what)
	}
	if code := mperr.CodeOf(err); code == "UNKNOWN_ERROR" || errors.Is(err, mperr.ErrPlugin) {
		t.Fatalf("%s: error %s %q, want a coded error of the engine", what, code, err)
	}
}
