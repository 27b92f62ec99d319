package sdktest

import (
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var dayTests = []storageTest{
	{name: "writing days again replaces those days and no others", run: func(c *storageCase) {
		day1, day2, day3 := on("2026-01-01", 10), on("2026-01-02", 20), on("2026-01-03", 30)
		again := changed(on("2026-01-02", 5), `{"again":true}`)
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		c.write(sink, session, unitOf("2026-01-01", "2026-01-03", append(append(append([]event{}, day1...), day2...), day3...)))
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", again))
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(append(append([]event{}, day1...), again...), day3...))

		late := changed(on("2026-01-01", 12), `{"late":true}`)
		c.fill(sink, targetOf("signups", storage.Append), unitOf("2026-01-01", "2026-01-01", late))
		c.wantRows(sink, "signups", append(append(append([]event{}, late...), again...), day3...))
		if days := c.coverage(sink, "signups"); len(days) != 3 {
			c.Errorf("coverage has %d days, want three", len(days))
		}
	}},
	{name: "writing a day again without rows empties it", run: func(c *storageCase) {
		day1, day2 := on("2026-01-01", 10), on("2026-01-02", 20)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-02", append(append([]event{}, day1...), day2...)))
		c.fill(sink, targetOf("signups", storage.Append), unitOf("2026-01-01", "2026-01-01", nil))
		c.wantRows(sink, "signups", day2)
	}},
	{name: "the day of a row is its project day and not the day of its time in UTC", run: func(c *storageCase) {
		// In Auckland, 13 hours ahead of UTC in January, 2026-01-02 begins at 11:00 UTC of the day before.
		start := time.Date(2026, 1, 1, 11, 0, 0, 0, time.UTC)
		morning := event{Name: "Log In", Time: start, DistinctID: "u", InsertID: "a", Properties: `{}`, Day: "2026-01-02"}
		before := event{Name: "Log In", Time: start.Add(-time.Second), DistinctID: "u", InsertID: "b", Properties: `{}`, Day: "2026-01-01"}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-02", []event{before, morning}))
		c.wantRows(sink, "signups", []event{before, morning})
		c.fill(sink, targetOf("signups", storage.Append), unitOf("2026-01-01", "2026-01-01", nil))
		c.wantRows(sink, "signups", []event{morning})
	}},
	{name: "coverage and report count what was received, stored, duplicate and rejected, day by day", run: func(c *storageCase) {
		day1, day2 := on("2026-01-01", 10), on("2026-01-02", 20)
		twice := append(append(append([]event{}, day1...), day2...), day2[:4]...)
		unit := unitWith(storage.Unit{ID: "u", FromDate: "2026-01-01", ToDate: "2026-01-03", Filter: `event in ["Sign Up"]`}, twice)
		unit.footer.Days[0].Received, unit.footer.Days[0].Rejected = 12, 2
		unit.footer.Days[2] = storage.DayCount{Day: "2026-01-03", Received: 3, Rejected: 3, Complete: false}
		unit.footer.Rejects = []storage.Reject{{Day: "2026-01-01", Offset: 17, Reason: "not JSON", Start: "{\"event\":"}}
		began := time.Now().Add(-time.Minute)

		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		report := c.write(sink, session, unit)
		want := storage.UnitReport{Unit: unit.unit, Received: 39, Stored: 30, Duplicates: 4, Rejected: 5}
		if diff := cmp.Diff(want, report); diff != "" {
			c.Errorf("report differs (-want +got):\n%s", diff)
		}
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(append([]event{}, day1...), day2...))
		days := c.coverage(sink, "signups")
		wantDays := []storage.Day{
			{Day: "2026-01-01", Complete: true, Filter: unit.unit.Filter, Received: 12, Stored: 10, Rejected: 2},
			{Day: "2026-01-02", Complete: true, Filter: unit.unit.Filter, Received: 24, Stored: 20, Duplicates: 4},
			{Day: "2026-01-03", Complete: false, Filter: unit.unit.Filter, Received: 3, Rejected: 3},
		}
		if diff := cmp.Diff(wantDays, days, cmpopts.IgnoreFields(storage.Day{}, "FetchedAt")); diff != "" {
			c.Errorf("coverage differs (-want +got):\n%s", diff)
		}
		for _, day := range days {
			if day.FetchedAt.Before(began) || day.FetchedAt.After(time.Now().Add(time.Minute)) {
				c.Errorf("%s was fetched at %v, want the time of its writing", day.Day, day.FetchedAt)
			}
		}
	}},
	{name: "writing days again replaces their coverage", run: func(c *storageCase) {
		first := unitWith(storage.Unit{ID: "a", FromDate: "2026-01-01", ToDate: "2026-01-02", Filter: "old"}, on("2026-01-01", 10))
		first.footer.Days[1].Complete = false
		again := unitWith(storage.Unit{ID: "b", FromDate: "2026-01-02", ToDate: "2026-01-02", Filter: "new"}, on("2026-01-02", 7))
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), first)
		c.fill(sink, targetOf("signups", storage.Append), again)
		want := []storage.Day{
			{Day: "2026-01-01", Complete: true, Filter: "old", Received: 10, Stored: 10},
			{Day: "2026-01-02", Complete: true, Filter: "new", Received: 7, Stored: 7},
		}
		if diff := cmp.Diff(want, c.coverage(sink, "signups"), cmpopts.IgnoreFields(storage.Day{}, "FetchedAt")); diff != "" {
			c.Errorf("coverage differs (-want +got):\n%s", diff)
		}
	}},
}
