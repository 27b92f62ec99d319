package sdktest

import (
	"context"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// processTests end plugin processes in the middle of their work. They run on binaries alone.
var processTests = []storageTest{
	{name: "units stored before the plugin was killed are durable", process: true, run: func(c *storageCase) {
		day1, day2, day3 := on("2026-01-01", 10), on("2026-01-02", 120), on("2026-01-03", 30)
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		reports := []storage.UnitReport{
			c.write(sink, session, unitOf("2026-01-01", "2026-01-01", day1)),
			c.write(sink, session, unitOf("2026-01-02", "2026-01-02", day2)),
		}
		sink = c.killed()
		c.wantMissing(sink, "signups")
		session = c.begin(sink, targetOf("signups", storage.Create))
		if diff := cmp.Diff(reports, session.Durable); diff != "" {
			c.Fatalf("durable units differ (-want +got):\n%s", diff)
		}
		c.write(sink, session, unitOf("2026-01-03", "2026-01-03", day3))
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(append(append([]event{}, day1...), day2...), day3...))
	}},
	{name: "a plugin killed inside a unit leaves nothing of it", process: true, run: func(c *storageCase) {
		before := append(on("2026-01-01", 10), on("2026-01-02", 20)...)
		after := changed(on("2026-01-02", 500), `{"again":true}`)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-02", before))
		session := c.begin(sink, targetOf("signups", storage.Append))
		c.killInside(sink, session, unitOf("2026-01-02", "2026-01-02", after))

		sink = c.killed()
		c.wantRows(sink, "signups", before)
		session = c.begin(sink, targetOf("signups", storage.Append))
		if len(session.Durable) != 0 {
			c.Errorf("durable units are %+v, want none", session.Durable)
		}
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", after))
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(on("2026-01-01", 10), after...))
	}},
	{name: "what was committed before the plugin was killed stays", process: true, run: func(c *storageCase) {
		old, fresh := on("2026-01-01", 10), changed(on("2026-01-01", 20), `{"fresh":true}`)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", old))
		sink = c.killed()
		c.wantRows(sink, "signups", old)
		c.fill(sink, targetOf("signups", storage.Replace), unitOf("2026-01-01", "2026-01-01", fresh))
		sink = c.killed()
		c.wantRows(sink, "signups", fresh)
		c.must("drop", sink.Drop(c.ctx, "signups"))
		sink = c.killed()
		c.wantMissing(sink, "signups")
	}},
}

// killed kills the plugin as the system would, starts another and opens the store with it.
func (c *storageCase) killed() storage.Sink {
	c.Helper()
	c.plugin.kill()
	c.start()
	return c.open()
}

// killInside writes a unit and kills the plugin when half of the rows are on their way. The call must end with an error,
// and soon: a host that waits for a dead plugin hangs.
func (c *storageCase) killInside(sink storage.Sink, session storage.Session, rows *unitRows) {
	c.Helper()
	half := len(rows.events) / rows.size / 2
	rows.before = func(given int) error {
		if given == half {
			c.plugin.kill()
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(c.ctx, 20*time.Second)
	defer cancel()
	if report, err := sink.WriteUnit(ctx, session.ID, rows.unit, rows); err == nil {
		c.Fatalf("a unit whose plugin was killed gave the report %+v, want an error", report)
	}
}
