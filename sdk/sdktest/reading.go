package sdktest

import (
	"io"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

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
