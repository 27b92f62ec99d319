package sdktest

import "github.com/mixpanel-data/mp/sdk/storage"

var publishTests = []storageTest{
	{name: "a create is invisible until its commit", run: func(c *storageCase) {
		first, second := on("2026-01-01", 150), on("2026-01-02", 20)
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		c.wantMissing(sink, "signups")
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", first))
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", second))
		c.wantMissing(sink, "signups")
		table := c.commit(sink, session)
		if table.Name != "signups" || table.Kind != storage.Events || table.Rows != 170 {
			c.Errorf("commit gave %+v, want signups with 170 rows of events", table)
		}
		c.wantRows(sink, "signups", append(first, second...))
	}},
	{name: "a replace leaves the old table until its commit and nothing of it after", run: func(c *storageCase) {
		old, fresh := append(on("2026-01-01", 20), on("2026-01-02", 30)...), changed(on("2026-01-02", 10), `{"fresh":true}`)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-02", old))
		session := c.begin(sink, targetOf("signups", storage.Replace))
		c.wantRows(sink, "signups", old)
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", fresh))
		c.wantRows(sink, "signups", old)
		c.commit(sink, session)
		c.wantRows(sink, "signups", fresh)
		if days := c.coverage(sink, "signups"); len(days) != 1 {
			c.Errorf("coverage has %d days, want the one of the new table", len(days))
		}
	}},
	{name: "an append is visible unit by unit", run: func(c *storageCase) {
		day1, day2, day3 := on("2026-01-01", 10), on("2026-01-02", 20), on("2026-01-03", 30)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", day1))
		session := c.begin(sink, targetOf("signups", storage.Append))
		c.wantRows(sink, "signups", day1)
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", day2))
		seen := append(append([]event{}, day1...), day2...)
		c.wantRows(sink, "signups", seen)
		c.write(sink, session, unitOf("2026-01-03", "2026-01-03", day3))
		seen = append(seen, day3...)
		c.wantRows(sink, "signups", seen)
		c.commit(sink, session)
		c.wantRows(sink, "signups", seen)
	}},
	{name: "aborting a create leaves nothing", run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 10)))
		c.must("abort", sink.Abort(c.ctx, session.ID))
		c.wantMissing(sink, "signups")

		again := c.begin(sink, targetOf("signups", storage.Create))
		if len(again.Durable) != 0 {
			c.Errorf("after an abort %d units are durable, want none", len(again.Durable))
		}
		c.commit(sink, again)
		c.wantRows(sink, "signups", nil)
	}},
	{name: "aborting a replace leaves the old table", run: func(c *storageCase) {
		old := on("2026-01-01", 20)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", old))
		session := c.begin(sink, targetOf("signups", storage.Replace))
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", changed(old, `{}`)))
		c.must("abort", sink.Abort(c.ctx, session.ID))
		c.wantRows(sink, "signups", old)
	}},
	{name: "aborting an append keeps the units it had stored", run: func(c *storageCase) {
		day1, day2 := on("2026-01-01", 10), on("2026-01-02", 20)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", day1))
		session := c.begin(sink, targetOf("signups", storage.Append))
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", day2))
		c.must("abort", sink.Abort(c.ctx, session.ID))
		c.wantRows(sink, "signups", append(day1, day2...))
		c.begin(sink, targetOf("signups", storage.Append))
	}},
	{name: "a session without units publishes an empty table", run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create))
		c.wantRows(sink, "signups", nil)
		if days := c.coverage(sink, "signups"); len(days) != 0 {
			c.Errorf("an empty table covers %+v, want no day", days)
		}
		c.wantEventColumns(sink, "signups")

		c.fill(sink, targetOf("logins", storage.Create), unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3)))
		c.fill(sink, targetOf("logins", storage.Replace))
		c.wantRows(sink, "logins", nil)
	}},
}
