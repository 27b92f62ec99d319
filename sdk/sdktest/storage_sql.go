package sdktest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// sqlTests keep to SQL that every dialect has.
var sqlTests = []storageTest{
	{name: "sql answers with the rows as arrow types", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		events := on("2026-01-01", 230)
		sink := c.signups(events)
		reader, err := c.query(sink, storage.Query{SQL: "SELECT * FROM signups"})
		c.must("query", err)
		kinds := map[string][]arrow.Type{
			storage.ColumnEventTime:  {arrow.TIMESTAMP},
			storage.ColumnProjectDay: {arrow.DATE32},
			storage.ColumnEventName:  {arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW},
			storage.ColumnDistinctID: {arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW},
		}
		for name, allowed := range kinds {
			fields, ok := reader.Schema().FieldsByName(name)
			if !ok || !slices.Contains(allowed, fields[0].Type.ID()) {
				c.Errorf("column %s has the type %v, want one of %v", name, fields, allowed)
			}
		}
		if told := difference(events, c.drain(reader)); told != "" {
			c.Errorf("rows differ: %s", told)
		}
		if n := c.count(sink, storage.Query{SQL: "SELECT count(*) AS n FROM signups"}); n != 230 {
			c.Errorf("count(*) is %d, want 230", n)
		}
	}},
	{name: "sql without a match answers with the columns and no rows", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		reader, err := c.query(sink, storage.Query{SQL: "SELECT event_name, distinct_id FROM signups WHERE event_name = 'nobody'"})
		c.must("query", err)
		if fields := reader.Schema().Fields(); len(fields) != 2 || fields[0].Name != "event_name" || fields[1].Name != "distinct_id" {
			c.Errorf("columns are %v, want event_name and distinct_id", fields)
		}
		if rows := c.drain(reader); len(rows) != 0 {
			c.Errorf("rows are %v, want none", rows)
		}
	}},
	{name: "sql parameters are bound and never spliced", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		events := on("2026-01-01", 9)
		events[0].Name = `it's "quoted" \ $name`
		sink := c.signups(events)
		for value, want := range map[string]int64{
			"Log In": 3, events[0].Name: 1, "": 0, "' OR '1'='1": 0, "x'; DROP TABLE signups; --": 0, "$name": 0,
		} {
			n := c.count(sink, storage.Query{
				SQL: "SELECT count(*) AS n FROM signups WHERE event_name = $name", Params: map[string]string{"name": value},
			})
			if n != want {
				c.Errorf("%d events are named %q, want %d", n, value, want)
			}
		}
		c.wantRows(sink, "signups", events)
	}},
	{name: "sql ends its answer at the limit", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 230))
		for limit, want := range map[int64]int{1: 1, 100: 100, 229: 229, 230: 230, 1000: 230, 0: 230} {
			reader, err := c.query(sink, storage.Query{SQL: "SELECT * FROM signups", Limit: limit})
			c.must("query", err)
			if rows := c.drain(reader); len(rows) != want {
				c.Errorf("with limit %d the answer has %d rows, want %d", limit, len(rows), want)
			}
		}
	}},
	{name: "sql that the engine refuses is QUERY_FAILED with the engine's words", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		for _, text := range []string{"SELEC 1", "", "SELECT no_such_column FROM signups"} {
			failed := wantError[*mperr.QueryFailed](c.T, "query "+text, c.queryError(sink, storage.Query{SQL: text}))
			if failed.Message == "" || strings.Contains(text, "no_such_column") && !strings.Contains(failed.Message, "no_such_column") {
				c.Errorf("query %q fails with the words %q, want the engine's own", text, failed.Message)
			}
		}
	}},
	{name: "sql on a missing table is TABLE_NOT_FOUND with near names", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		err := c.queryError(sink, storage.Query{SQL: "SELECT * FROM signup"})
		missing := wantError[*mperr.TableNotFound](c.T, "query", err)
		if missing.TableName != "signup" || !slices.Contains(missing.SimilarTables, "signups") {
			c.Errorf("the error is %+v, want the table signup and the near name signups", *missing)
		}
	}},
	{name: "sql sees a table at its commit", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		old, fresh := on("2026-01-01", 5), on("2026-01-01", 9)
		sink := c.signups(old)
		count := storage.Query{SQL: "SELECT count(*) AS n FROM signups"}
		replacing, creating := c.begin(sink, targetOf("signups", storage.Replace)), c.begin(sink, targetOf("logins", storage.Create))
		c.write(sink, replacing, unitOf("2026-01-01", "2026-01-01", fresh))
		c.write(sink, creating, unitOf("2026-01-01", "2026-01-01", fresh))
		if n := c.count(sink, count); n != 5 {
			c.Errorf("inside a replace a query counts %d rows, want the 5 of the old table", n)
		}
		wantError[*mperr.TableNotFound](c.T, "query", c.queryError(sink, storage.Query{SQL: "SELECT * FROM logins"}))
		c.commit(sink, replacing)
		if n := c.count(sink, count); n != 9 {
			c.Errorf("after a replace a query counts %d rows, want the 9 of the new table", n)
		}
	}},
	{name: "sql reaches no file", needs: storage.CapabilitySQL, run: (*storageCase).reachFiles},
	{name: "a long answer can be left early and cancelled", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		events := on("2026-01-01", 5000)
		sink := c.signups(events)
		all := storage.Query{SQL: "SELECT * FROM signups"}
		for range 3 {
			reader, err := c.query(sink, all)
			c.must("query", err)
			_, err = reader.Next(c.ctx)
			c.must("read the first batch", err)
			c.leave(reader)
		}
		reader, err := c.query(sink, all)
		c.must("query", err)
		ctx, cancel := context.WithCancel(c.ctx)
		cancel()
		if _, err := reader.Next(ctx); !errors.Is(err, context.Canceled) {
			c.Errorf("read with a cancelled context: error %v, want one that is context.Canceled", err)
		}
		c.must("close", reader.Close())
		c.wantRows(sink, "signups", events)
	}},
}

// signups opens the store and makes a table of that name.
func (c *storageCase) signups(events []event) storage.Sink {
	c.Helper()
	sink := c.open()
	c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
	return sink
}

func (c *storageCase) query(sink storage.Sink, query storage.Query) (storage.Reader, error) {
	c.Helper()
	querier, ok := sink.(storage.Querier)
	if !ok {
		c.Fatal("the engine declares sql and its sink has no Query")
	}
	return querier.Query(c.ctx, query)
}

// queryError runs a query to its end, as an engine may find its error at the first row only.
func (c *storageCase) queryError(sink storage.Sink, query storage.Query) error {
	c.Helper()
	reader, err := c.query(sink, query)
	if err != nil {
		return err
	}
	_, err = c.cells(reader)
	return err
}

// count runs a query whose answer is one number.
func (c *storageCase) count(sink storage.Sink, query storage.Query) int64 {
	c.Helper()
	reader, err := c.query(sink, query)
	c.must(query.SQL, err)
	cells, err := c.cells(reader)
	c.must(query.SQL, err)
	if len(cells) != 1 {
		c.Fatalf("%s gives %q, want one number", query.SQL, cells)
	}
	n, err := strconv.ParseInt(cells[0], 10, 64)
	c.must(query.SQL, err)
	return n
}
