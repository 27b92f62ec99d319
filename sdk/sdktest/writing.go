package sdktest

import (
	"github.com/mixpanel-data/mp/sdk/storage"
)

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
