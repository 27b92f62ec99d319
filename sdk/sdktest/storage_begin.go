package sdktest

import (
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var beginTests = []storageTest{
	{name: "a create of a table that exists is TABLE_EXISTS at once and leaves it as it is", run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		_, err := sink.Begin(c.ctx, targetOf("signups", storage.Create))
		if exists := wantError[*mperr.TableExists](c.T, "begin", err); exists.TableName != "signups" {
			c.Errorf("the error names the table %q, want signups", exists.TableName)
		}
		c.wantRows(sink, "signups", events)
		// The refused begin must not have left a session in the way.
		c.begin(sink, targetOf("signups", storage.Append))
	}},
	{name: "an append to a missing table is TABLE_NOT_FOUND at once", run: func(c *storageCase) {
		sink := c.open()
		_, err := sink.Begin(c.ctx, targetOf("signups", storage.Append))
		if missing := wantError[*mperr.TableNotFound](c.T, "begin", err); missing.TableName != "signups" {
			c.Errorf("the error names the table %q, want signups", missing.TableName)
		}
		c.wantMissing(sink, "signups")
		c.begin(sink, targetOf("signups", storage.Create))
	}},
	{name: "an append of another kind is TABLE_KIND_MISMATCH at once", run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		target := targetOf("signups", storage.Append)
		target.Kind = storage.Profiles
		c.wantKindMismatch(sink, target, storage.Events)
		c.wantRows(sink, "signups", events)
	}},
	{name: "a replace of a table of another kind is TABLE_KIND_MISMATCH at once and leaves it as it is", run: func(c *storageCase) {
		events, profiles := on("2026-01-01", 5), people(1, 5, `{}`)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", profiles))
		made := []storage.Target{targetOf("signups", storage.Replace), profilesOf(storage.Replace)}
		if c.knowsResults(sink) {
			c.store(sink, storage.Create, answerOf(`"count":1`))
			made = append(made, resultOf(storage.Replace))
		}
		for _, there := range made {
			for _, target := range made {
				if target.Kind != there.Kind {
					target.Table = there.Table
					c.wantKindMismatch(sink, target, there.Kind)
				}
			}
		}
		c.wantRows(sink, "signups", events)
		c.wantProfiles(sink, profiles)
		// The refused begin must not have left a session in the way.
		c.begin(sink, targetOf("signups", storage.Replace))
	}},
	{name: "a replace of a missing table makes it", run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Replace), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
	}},
	{name: "a table name outside the rule is INVALID_ARGUMENT", run: func(c *storageCase) {
		sink := c.open()
		for _, name := range []string{
			"", "_sessions", "sign-ups", "sign ups", "a.b", "../signups", "signups;drop", `sign"ups`, "señales", strings.Repeat("x", 64),
		} {
			_, err := sink.Begin(c.ctx, targetOf(name, storage.Create))
			wantError[*mperr.InvalidArgument](c.T, "begin a create of "+name, err)
		}
		if tables := c.tables(sink); len(tables) != 0 {
			c.Errorf("refused names left tables %v", tables)
		}
	}},
	{name: "a table may have any name inside the rule", run: func(c *storageCase) {
		events := on("2026-01-01", 2)
		sink := c.open()
		for _, name := range []string{"a", "7days", "SignUps", "select", "table", "sign__ups_", strings.Repeat("x", 63)} {
			c.fill(sink, targetOf(name, storage.Create), unitOf("2026-01-01", "2026-01-01", events))
			if rows := c.tables(sink)[name].Rows; rows != 2 {
				c.Errorf("table %s has %d rows, want 2", name, rows)
			}
		}
	}},
	{name: "a second session on a table is SESSION_CONFLICT and does not disturb the first", run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		for _, mode := range []storage.Mode{storage.Create, storage.Replace} {
			other := targetOf("signups", mode)
			other.Fingerprint = "another request"
			for _, target := range []storage.Target{targetOf("signups", mode), other} {
				_, err := sink.Begin(c.ctx, target)
				conflict := wantError[*mperr.SessionConflict](c.T, "begin beside an open session", err)
				if conflict.TableName != "signups" {
					c.Errorf("the error names the table %q, want signups", conflict.TableName)
				}
			}
		}
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", events))
		c.commit(sink, session)
		c.wantRows(sink, "signups", events)
	}},
	{name: "sessions on several tables do not meet", run: func(c *storageCase) {
		signups, logins := on("2026-01-01", 5), on("2026-01-02", 7)
		sink := c.open()
		first := c.begin(sink, targetOf("signups", storage.Create))
		second := c.begin(sink, targetOf("logins", storage.Create))
		c.write(sink, first, unitOf("2026-01-01", "2026-01-01", signups))
		c.write(sink, second, unitOf("2026-01-02", "2026-01-02", logins))
		c.commit(sink, first)
		c.wantMissing(sink, "logins")
		c.commit(sink, second)
		c.wantRows(sink, "signups", signups)
		c.wantRows(sink, "logins", logins)
	}},
	{name: "calls on a session that is not open are SESSION_NOT_FOUND", run: func(c *storageCase) {
		sink := c.open()
		committed := c.begin(sink, targetOf("signups", storage.Create))
		c.commit(sink, committed)
		aborted := c.begin(sink, targetOf("logins", storage.Create))
		c.must("abort", sink.Abort(c.ctx, aborted.ID))
		for _, session := range []string{"never begun", "", committed.ID, aborted.ID} {
			rows := unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3))
			_, err := sink.WriteUnit(c.ctx, session, rows.unit, rows)
			wantError[*mperr.SessionNotFound](c.T, "write a unit", err)
			_, err = sink.Commit(c.ctx, session)
			wantError[*mperr.SessionNotFound](c.T, "commit", err)
			wantError[*mperr.SessionNotFound](c.T, "abort", sink.Abort(c.ctx, session))
		}
		c.wantRows(sink, "signups", nil)
		c.wantMissing(sink, "logins")
	}},
}

// wantKindMismatch begins what has to be refused, as the table holds another kind.
func (c *storageCase) wantKindMismatch(sink storage.Sink, target storage.Target, holds storage.Kind) {
	c.Helper()
	_, err := sink.Begin(c.ctx, target)
	mismatch := wantError[*mperr.TableKindMismatch](c.T, "begin", err)
	want := mperr.TableKindMismatch{TableName: target.Table, Kind: string(holds), Wanted: string(target.Kind)}
	if *mismatch != want {
		c.Errorf("the error is %+v, want %+v", *mismatch, want)
	}
}
