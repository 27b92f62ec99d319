package sdktest

import (
	"github.com/mixpanel-data/mp/sdk/storage"
)

// sqlWriteTests are about what SQL may touch.
var sqlWriteTests = []storageTest{
	{name: "sql changes nothing unless it may write", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		sink := c.signups(events)
		for _, text := range []string{
			"DELETE FROM signups", "DROP TABLE signups", "UPDATE signups SET event_name = 'x'", "TRUNCATE TABLE signups",
			"INSERT INTO signups SELECT * FROM signups", "CREATE TABLE mine (a INTEGER)", "CREATE TABLE mine AS SELECT * FROM signups",
			"ALTER TABLE signups ADD COLUMN a INTEGER", "SELECT 1; DROP TABLE signups",
		} {
			wantCoded(c.T, text, c.queryError(sink, storage.Query{SQL: text}))
			c.wantRows(sink, "signups", events)
		}
		wantCoded(c.T, "query a table that was not made", c.queryError(sink, storage.Query{SQL: "SELECT * FROM mine"}))
	}},
	{name: "sql changes tables of the user's where it may write, and not in a store open for reading", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 9))
		c.must("create", c.queryError(sink, storage.Query{SQL: "CREATE TABLE mine AS SELECT * FROM signups", Write: true}))
		remove := storage.Query{SQL: "DELETE FROM mine WHERE event_name = 'Log In'", Write: true}
		c.must("delete", c.queryError(sink, remove))
		count := storage.Query{SQL: "SELECT count(*) AS n FROM mine"}
		if n := c.count(sink, count); n != 6 {
			c.Errorf("after the delete %d rows are left, want 6", n)
		}
		c.must("close", sink.Close(c.ctx))
		options := c.options()
		options.ReadOnly = true
		reader := c.openWith(options)
		remove.SQL = "DELETE FROM mine"
		wantCoded(c.T, "delete from a store open for reading", c.queryError(reader, remove))
		if n := c.count(reader, count); n != 6 {
			c.Errorf("%d rows are left, want 6", n)
		}
	}},
	{name: "sql that may write leaves fetched tables to their coverage", needs: storage.CapabilitySQL, run: func(c *storageCase) {
		events := on("2026-01-01", 9)
		sink := c.signups(events)
		for _, text := range []string{"DELETE FROM signups", "DELETE FROM signups WHERE event_name = 'Log In'"} {
			wantCoded(c.T, text, c.queryError(sink, storage.Query{SQL: text, Write: true}))
			c.wantRows(sink, "signups", events)
		}
	}},
}
