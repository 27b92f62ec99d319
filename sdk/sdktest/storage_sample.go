package sdktest

import (
	"context"
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var sampleTests = []storageTest{
	{name: "a sample has as many rows as asked for, or all", needs: storage.CapabilitySample, run: func(c *storageCase) {
		events := on("2026-01-01", 230)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.fill(sink, targetOf("empty", storage.Create))
		for _, n := range []int{1, 2, 100, 229, 230, 231, 5000} {
			sample := c.sample(sink, "signups", n)
			if len(sample) != min(n, len(events)) {
				c.Errorf("a sample of %d has %d rows, want %d", n, len(sample), min(n, len(events)))
			}
			stored := map[string]bool{}
			for _, e := range events {
				stored[e.InsertID] = true
			}
			for _, e := range sample {
				if !stored[e.InsertID] {
					c.Fatalf("a sample of %d has the row %+v twice, or the table does not have it", n, e)
				}
				delete(stored, e.InsertID)
			}
		}
		if sample := c.sample(sink, "empty", 10); len(sample) != 0 {
			c.Errorf("a sample of an empty table has %d rows, want none", len(sample))
		}
		_, err := sink.(storage.Sampler).Sample(c.ctx, "signups", -1)
		wantError[*mperr.InvalidArgument](c.T, "sample -1 rows", err)
	}},
	{name: "a sample is spread over the table", needs: storage.CapabilitySample, run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		for _, day := range []string{"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"} {
			c.write(sink, session, unitOf(day, day, on(day, 500)))
		}
		c.commit(sink, session)
		days := map[string]bool{}
		for _, e := range c.sample(sink, "signups", 100) {
			days[e.Day] = true
		}
		// A hundred rows picked at random miss one of four days once in 10^12 tries.
		if len(days) != 4 {
			c.Errorf("a sample of 100 from four days has rows of %v alone", days)
		}
	}},
	{name: "a sample of an unknown table is TABLE_NOT_FOUND", needs: storage.CapabilitySample, run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3)))
		for _, table := range []string{"logins", "signups"} {
			_, err := sink.(storage.Sampler).Sample(c.ctx, table, 10)
			if missing := wantError[*mperr.TableNotFound](c.T, "sample", err); missing.TableName != table {
				c.Errorf("the error names the table %q, want %q", missing.TableName, table)
			}
		}
	}},
	{name: "a sample can be closed early and twice, and ends with its context", needs: storage.CapabilitySample, run: func(c *storageCase) {
		events := on("2026-01-01", 300)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		reader, err := sink.(storage.Sampler).Sample(c.ctx, "signups", 300)
		c.must("sample", err)
		c.leave(reader)
		ctx, cancel := context.WithCancel(c.ctx)
		cancel()
		_, err = sink.(storage.Sampler).Sample(ctx, "signups", 300)
		if !errors.Is(err, context.Canceled) {
			c.Errorf("sample with a cancelled context: error %v, want one that is context.Canceled", err)
		}
		c.wantRows(sink, "signups", events)
	}},
}

func (c *storageCase) sample(sink storage.Sink, table string, n int) []event {
	c.Helper()
	reader, err := sink.(storage.Sampler).Sample(c.ctx, table, n)
	c.must("sample "+table, err)
	return c.drain(reader)
}

// leave closes a reader before its end, twice.
func (c *storageCase) leave(reader storage.Reader) {
	c.Helper()
	c.must("close a reader early", reader.Close())
	c.must("close a reader again", reader.Close())
}
