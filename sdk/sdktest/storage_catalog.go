package sdktest

import (
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var catalogTests = []storageTest{
	{name: "tables are listed in alphabetical order with their rows", run: func(c *storageCase) {
		sink := c.open()
		for i, name := range []string{"signups", "alpha", "logins", "m2", "m10"} {
			c.fill(sink, targetOf(name, storage.Create), unitOf("2026-01-01", "2026-01-01", on("2026-01-01", i+1)))
		}
		c.begin(sink, targetOf("beta", storage.Create)) // unfinished, so it is not listed
		tables, err := sink.Tables(c.ctx)
		c.must("list the tables", err)
		var names []string
		for _, table := range tables {
			names = append(names, table.Name)
			if age := time.Since(table.FetchedAt); age < -time.Minute || age > time.Hour {
				c.Errorf("table %s was fetched at %v, want the time of its commit", table.Name, table.FetchedAt)
			}
		}
		if want := []string{"alpha", "logins", "m10", "m2", "signups"}; !slices.Equal(want, names) {
			c.Fatalf("tables are %q, want %q", names, want)
		}
		if tables[1].Rows != 3 || tables[1].Kind != storage.Events {
			c.Errorf("logins is listed as %+v, want 3 rows of events", tables[1])
		}
	}},
	{name: "metadata comes back with every filter", run: func(c *storageCase) {
		target := targetOf("signups", storage.Create)
		target.Metadata = storage.Metadata{
			ProjectID: "42", FromDate: "2026-01-01", ToDate: "2026-01-31", FilterEvents: []string{"Sign Up", `with "quotes", commas`},
			FilterWhere: `properties["country"] == "PT"`, FilterCohortID: "1234", FilterOutputProperties: []string{"$email", "é"},
			FilterGroupID: "company", FilterBehaviors: `[{"window":"90d"}]`,
			FilterDistinctIDs: "2 ids, 5f70bf18", FilterIncludeAllUsers: true, FiltersMixed: true, FilterWorkspaceID: "5",
		}
		sink := c.open()
		table := c.fill(sink, target)
		if diff := cmp.Diff(target.Metadata, table.Metadata); diff != "" {
			c.Errorf("metadata given by the commit differs (-want +got):\n%s", diff)
		}
		plain := targetOf("logins", storage.Create)
		plain.Metadata = storage.Metadata{}
		c.fill(sink, plain)

		tables := c.tables(c.reopen(sink))
		if diff := cmp.Diff(target.Metadata, tables["signups"].Metadata); diff != "" {
			c.Errorf("metadata differs (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(storage.Metadata{}, tables["logins"].Metadata); diff != "" {
			c.Errorf("empty metadata differs (-want +got):\n%s", diff)
		}
	}},
	{name: "an append widens the range of days and keeps the filters", run: func(c *storageCase) {
		target := targetOf("signups", storage.Create)
		target.Metadata = storage.Metadata{FromDate: "2026-01-10", ToDate: "2026-01-20", FilterWhere: "kept"}
		sink := c.open()
		c.fill(sink, target)
		for _, step := range []struct{ from, to, wantFrom, wantTo string }{
			{"2026-01-12", "2026-01-15", "2026-01-10", "2026-01-20"},
			{"2026-01-18", "2026-02-03", "2026-01-10", "2026-02-03"},
			{"2025-12-30", "2026-01-01", "2025-12-30", "2026-02-03"},
		} {
			more := targetOf("signups", storage.Append)
			more.Metadata = storage.Metadata{FromDate: step.from, ToDate: step.to}
			c.fill(sink, more)
			want := storage.Metadata{FromDate: step.wantFrom, ToDate: step.wantTo, FilterWhere: "kept"}
			if diff := cmp.Diff(want, c.tables(sink)["signups"].Metadata); diff != "" {
				c.Fatalf("metadata after an append of %s..%s differs (-want +got):\n%s", step.from, step.to, diff)
			}
		}
	}},
	{name: "a replace takes over the metadata of its own request", run: func(c *storageCase) {
		target := targetOf("signups", storage.Create)
		target.Metadata = storage.Metadata{FromDate: "2026-01-10", ToDate: "2026-01-20", FilterWhere: "old"}
		sink := c.open()
		c.fill(sink, target)
		target.Mode, target.Metadata = storage.Replace, storage.Metadata{FromDate: "2026-03-01", ToDate: "2026-03-02"}
		c.fill(sink, target)
		if diff := cmp.Diff(target.Metadata, c.tables(sink)["signups"].Metadata); diff != "" {
			c.Errorf("metadata differs (-want +got):\n%s", diff)
		}
	}},
	{name: "drop removes a table with its coverage, and it can be made again", run: func(c *storageCase) {
		events, fresh := on("2026-01-01", 10), on("2026-01-02", 3)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.fill(sink, targetOf("logins", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.must("drop", sink.Drop(c.ctx, "signups"))
		c.wantMissing(sink, "signups")
		c.wantRows(sink, "logins", events)

		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-02", "2026-01-02", fresh))
		c.wantRows(sink, "signups", fresh)
		if days := c.coverage(sink, "signups"); len(days) != 1 {
			c.Errorf("coverage of the new table has %d days, want one", len(days))
		}
	}},
	{name: "drop of a table with an open session is SESSION_CONFLICT and leaves both", run: func(c *storageCase) {
		before, more := on("2026-01-01", 10), on("2026-01-02", 3)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", before))
		session := c.begin(sink, targetOf("signups", storage.Append))
		conflict := wantError[*mperr.SessionConflict](c.T, "drop under an open session", sink.Drop(c.ctx, "signups"))
		if conflict.TableName != "signups" {
			c.Errorf("the error names the table %q, want signups", conflict.TableName)
		}
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", more))
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(before, more...))
	}},
	{name: "an unknown table is TABLE_NOT_FOUND with its name", run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create))
		_, described := sink.Describe(c.ctx, "logins")
		_, covered := sink.Coverage(c.ctx, "logins")
		for _, asked := range []struct {
			what string
			err  error
		}{{"describe", described}, {"coverage", covered}, {"drop", sink.Drop(c.ctx, "logins")}} {
			if missing := wantError[*mperr.TableNotFound](c.T, asked.what, asked.err); missing.TableName != "logins" {
				c.Errorf("%s: the error names the table %q, want logins", asked.what, missing.TableName)
			}
		}
	}},
}
