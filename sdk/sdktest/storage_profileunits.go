package sdktest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// profileUnitTests are about units of profiles that do not come one by one and whole.
var profileUnitTests = []storageTest{
	{name: "a unit of profiles that breaks off or does not add up leaves nothing and can be written again", run: func(c *storageCase) {
		profiles := people(1, 250, `{"v":1}`)
		sink := c.open()
		session := c.begin(sink, profilesOf(storage.Create))
		broken := pagesOf("page 1", profiles)
		broken.fails = &mperr.HTTPError{Message: "cut on purpose"}
		_, err := sink.WriteUnit(c.ctx, session.ID, broken.unit, broken)
		wantError[*mperr.HTTPError](c.T, "write a unit whose rows fail", err)
		short := pagesOf("page 1", profiles)
		short.footer.Rows++
		_, err = sink.WriteUnit(c.ctx, session.ID, short.unit, short)
		wantError[*mperr.UnitMismatch](c.T, "write a unit that does not add up", err)
		c.writePages(sink, session, pagesOf("page 1", profiles))
		again := pagesOf("page 1", profiles)
		_, err = sink.WriteUnit(c.ctx, session.ID, again.unit, again)
		wantError[*mperr.InvalidArgument](c.T, "write a unit of profiles a second time", err)
		c.commit(sink, session)
		c.wantProfiles(sink, profiles)
	}},
	{name: "a unit of profiles without a column of their schema is INVALID_ARGUMENT", run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, profilesOf(storage.Create))
		rows := unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 1))
		rows.unit, rows.footer.Days = storage.Unit{ID: "page 1"}, nil
		_, err := sink.WriteUnit(c.ctx, session.ID, rows.unit, rows)
		wantError[*mperr.InvalidArgument](c.T, "write events as profiles", err)
	}},
	{name: "units of profiles written at once are all stored, each profile once", run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, profilesOf(storage.Create))
		start, errs, reports := make(chan struct{}), make([]error, 8), make([]storage.UnitReport, 8)
		var writers sync.WaitGroup
		for i := range errs {
			rows := pagesOf(fmt.Sprint("page ", i), people(i*100+1, 150, `{"v":1}`)) // half of it is in the next one too
			writers.Go(func() {
				<-start
				reports[i], errs[i] = sink.WriteUnit(c.ctx, session.ID, rows.unit, rows)
			})
		}
		close(start)
		writers.Wait()
		c.must("write units at once", errors.Join(errs...))
		var stored, duplicates int64
		for _, report := range reports {
			stored, duplicates = stored+report.Stored, duplicates+report.Duplicates
		}
		if table := c.commit(sink, session); table.Rows != 850 || stored != 850 || duplicates != 350 {
			c.Errorf("%d rows, %d stored and %d duplicates, want 850, 850 and 350", table.Rows, stored, duplicates)
		}
	}},
	{name: "a session of profiles that was cut off is gone with another request and goes on with the same one", run: func(c *storageCase) {
		old := people(1, 10, `{"v":1}`)
		for _, mode := range []storage.Mode{storage.Replace, storage.Append} {
			sink := c.open()
			c.fillProfiles(sink, storage.Replace, pagesOf("page 1", old))
			session := c.begin(sink, profilesOf(mode))
			report := c.writePages(sink, session, pagesOf("page 1", people(5, 10, `{"v":2}`)))
			sink = c.reopen(sink)
			c.wantProfiles(sink, old)
			session = c.begin(sink, profilesOf(mode))
			if diff := cmp.Diff([]storage.UnitReport{report}, session.Durable); diff != "" {
				c.Fatalf("durable units of a %s differ (-want +got):\n%s", mode, diff)
			}
			sink = c.reopen(sink)
			other := profilesOf(mode)
			other.Fingerprint = "another request"
			session = c.begin(sink, other)
			if len(session.Durable) != 0 {
				c.Fatalf("another request continues with %+v", session.Durable)
			}
			c.writePages(sink, session, pagesOf("page 1", people(10, 2, `{"v":3}`)))
			c.commit(sink, session)
			want := people(10, 2, `{"v":3}`)
			if mode == storage.Append {
				want = slices.Concat(old[:9], want)
			}
			c.wantProfiles(sink, want)
			c.must("close", sink.Close(c.ctx))
		}
	}},
	{name: "profiles of many megabytes arrive whole", run: func(c *storageCase) {
		profiles := people(1, 12, "")
		for i := range profiles {
			profiles[i].Properties = `{"text":"` + strings.Repeat(string(rune('a'+i)), 1<<20) + `"}`
		}
		sink := c.open()
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", profiles))
		c.wantProfiles(sink, profiles)
	}},
}
