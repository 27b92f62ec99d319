package sdktest

import (
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var resumeTests = []storageTest{
	{name: "units of a session that was cut off are durable for the same request", run: func(c *storageCase) {
		for _, mode := range []storage.Mode{storage.Create, storage.Replace} {
			table := "by_" + string(mode)
			day1, day2, day3 := on("2026-01-01", 10), on("2026-01-02", 120), on("2026-01-03", 30)
			sink := c.open()
			session := c.begin(sink, targetOf(table, mode))
			// Written out of order, listed in order.
			second := c.write(sink, session, unitOf("2026-01-02", "2026-01-02", append(append([]event{}, day2...), day2[0])))
			first := c.write(sink, session, unitOf("2026-01-01", "2026-01-01", day1))

			sink = c.reopen(sink)
			c.wantMissing(sink, table)
			session = c.begin(sink, targetOf(table, mode))
			if diff := cmp.Diff([]storage.UnitReport{first, second}, session.Durable); diff != "" {
				c.Fatalf("durable units of a %s differ (-want +got):\n%s", mode, diff)
			}
			c.write(sink, session, unitOf("2026-01-03", "2026-01-03", day3))
			c.commit(sink, session)
			c.wantRows(sink, table, append(append(append([]event{}, day1...), day2...), day3...))
			c.must("close", sink.Close(c.ctx))
		}
	}},
	{name: "a new session has no durable units", run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3)))
		for _, mode := range []storage.Mode{storage.Append, storage.Replace} {
			session := c.begin(sink, targetOf("signups", mode))
			if len(session.Durable) != 0 {
				c.Errorf("a new %s has durable units %+v, want none", mode, session.Durable)
			}
			c.commit(sink, session)
		}
	}},
	{name: "another request aborts the session that was cut off", run: func(c *storageCase) {
		old, fresh := on("2026-01-01", 10), on("2026-01-02", 5)
		otherMode, otherPrint := targetOf("signups", storage.Replace), targetOf("signups", storage.Create)
		otherPrint.Fingerprint = "another request"
		for _, other := range []storage.Target{otherMode, otherPrint} {
			sink := c.open()
			session := c.begin(sink, targetOf("signups", storage.Create))
			c.write(sink, session, unitOf("2026-01-01", "2026-01-01", old))

			sink = c.reopen(sink)
			session = c.begin(sink, other)
			if len(session.Durable) != 0 {
				c.Fatalf("another request continues with %+v, want nothing", session.Durable)
			}
			c.write(sink, session, unitOf("2026-01-02", "2026-01-02", fresh))
			c.commit(sink, session)
			c.wantRows(sink, "signups", fresh)
			c.must("drop", sink.Drop(c.ctx, "signups"))
			c.must("close", sink.Close(c.ctx))
		}
	}},
	{name: "the first request does not find its units after another one came between", run: func(c *storageCase) {
		other := targetOf("signups", storage.Create)
		other.Fingerprint = "another request"
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 10)))
		sink = c.reopen(sink)
		session = c.begin(sink, other)
		c.must("abort", sink.Abort(c.ctx, session.ID))
		session = c.begin(sink, targetOf("signups", storage.Create))
		if len(session.Durable) != 0 {
			c.Errorf("durable units are %+v, want none", session.Durable)
		}
	}},
	{name: "an append that was cut off keeps its units and goes on with them", run: func(c *storageCase) {
		day1, day2, day3 := on("2026-01-01", 10), on("2026-01-02", 20), on("2026-01-03", 30)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", day1))
		session := c.begin(sink, targetOf("signups", storage.Append))
		report := c.write(sink, session, unitOf("2026-01-02", "2026-01-02", day2))

		sink = c.reopen(sink)
		seen := append(append([]event{}, day1...), day2...)
		c.wantRows(sink, "signups", seen)
		session = c.begin(sink, targetOf("signups", storage.Append))
		if diff := cmp.Diff([]storage.UnitReport{report}, session.Durable); diff != "" {
			c.Fatalf("durable units differ (-want +got):\n%s", diff)
		}
		c.write(sink, session, unitOf("2026-01-03", "2026-01-03", day3))
		c.commit(sink, session)
		seen = append(seen, day3...)
		c.wantRows(sink, "signups", seen)
	}},
	{name: "another request lets the units of an append that was cut off stand", run: func(c *storageCase) {
		day1, day2 := on("2026-01-01", 10), on("2026-01-02", 20)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", day1))
		session := c.begin(sink, targetOf("signups", storage.Append))
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", day2))
		sink = c.reopen(sink)
		other := targetOf("signups", storage.Append)
		other.Fingerprint = "another request"
		if session = c.begin(sink, other); len(session.Durable) != 0 {
			c.Errorf("another request continues with %+v, want nothing", session.Durable)
		}
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(append([]event{}, day1...), day2...))
	}},
	{name: "a dropped table takes its cut-off append along", run: func(c *storageCase) {
		// Otherwise the same request would skip units whose rows went with the table.
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create))
		session := c.begin(sink, targetOf("signups", storage.Append))
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", on("2026-01-02", 20)))
		sink = c.reopen(sink)
		c.must("drop", sink.Drop(c.ctx, "signups"))
		c.fill(sink, targetOf("signups", storage.Create))
		if session = c.begin(sink, targetOf("signups", storage.Append)); len(session.Durable) != 0 {
			c.Errorf("durable units are %+v, want none", session.Durable)
		}
	}},
	{name: "a committed append is not continued", run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create))
		c.fill(sink, targetOf("signups", storage.Append), unitOf("2026-01-02", "2026-01-02", on("2026-01-02", 20)))
		sink = c.reopen(sink)
		if session := c.begin(sink, targetOf("signups", storage.Append)); len(session.Durable) != 0 {
			c.Errorf("durable units are %+v, want none", session.Durable)
		}
	}},
}
