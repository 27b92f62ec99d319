package sdktest

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var profileTests = []storageTest{
	{name: "profiles are stored exactly, in the columns of their schema", run: func(c *storageCase) {
		profiles := people(1, 250, `{"$email":"a@example.test","n":12345678901234567890.10, "n":1e5,"é":"\u00e9"}`)
		profiles[7].DistinctID, profiles[8].DistinctID = "", "$device:9c02 \"ö\"\n"
		sink := c.open()
		session := c.begin(sink, profilesOf(storage.Create))
		report := c.writePages(sink, session, pagesOf("page 1", profiles))
		if want := (storage.UnitReport{Unit: storage.Unit{ID: "page 1"}, Received: 250, Stored: 250}); report != want {
			c.Errorf("report is %+v, want %+v", report, want)
		}
		c.wantMissing(sink, "people")
		if table := c.commit(sink, session); table.Rows != 250 || table.Kind != storage.Profiles {
			c.Errorf("commit gave %+v, want 250 profiles", table)
		}
		sink = c.reopen(sink)
		c.wantProfiles(sink, profiles)
		var names []string
		for _, column := range c.describe(sink, "people") {
			names = append(names, fmt.Sprintf("%s %v", column.Name, column.Nullable))
		}
		if diff := cmp.Diff([]string{"distinct_id false", "last_seen true", "properties false"}, names); diff != "" {
			c.Errorf("columns and whether they are nullable (-want +got):\n%s", diff)
		}
		if days := c.coverage(sink, "people"); len(days) != 0 {
			c.Errorf("profiles cover the days %v, want none", days)
		}
	}},
	{name: "a table of no profiles can be made", run: func(c *storageCase) {
		sink := c.open()
		c.commit(sink, c.begin(sink, profilesOf(storage.Create)))
		c.wantProfiles(sink, nil)
	}},
	{name: "the last row of a profile in a unit stays", run: func(c *storageCase) {
		first, last := people(1, 230, `{"v":1}`), people(1, 30, `{"v":3}`)
		written := slices.Concat(first, people(1, 30, `{"v":2}`), last, people(500, 1, `{}`))
		sink := c.open()
		session := c.begin(sink, profilesOf(storage.Create))
		report := c.writePages(sink, session, pagesOf("page 1", written))
		if want := (storage.UnitReport{Unit: storage.Unit{ID: "page 1"}, Received: 291, Stored: 231, Duplicates: 60}); report != want {
			c.Errorf("report is %+v, want %+v", report, want)
		}
		c.commit(sink, session)
		c.wantProfiles(sink, slices.Concat(last, first[30:], people(500, 1, `{}`)))
	}},
	{name: "the later unit's row of a profile stays and the earlier one counts as a duplicate", run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, profilesOf(storage.Create))
		c.writePages(sink, session, pagesOf("page 1", people(1, 100, `{"v":1}`)))
		second := pagesOf("page 2", people(91, 100, `{"v":2}`))
		second.footer.Rejects = []storage.Reject{{Offset: 7, Reason: "no $distinct_id", Start: "{}"}}
		report := c.writePages(sink, session, second)
		want := storage.UnitReport{Unit: storage.Unit{ID: "page 2"}, Received: 101, Stored: 90, Duplicates: 10, Rejected: 1}
		if report != want {
			c.Errorf("report is %+v, want %+v", report, want)
		}
		c.commit(sink, session)
		c.wantProfiles(sink, slices.Concat(people(1, 90, `{"v":1}`), people(91, 100, `{"v":2}`)))
	}},
	{name: "an append of profiles replaces those that it brings, at its commit and not before", run: func(c *storageCase) {
		old := people(1, 100, `{"v":1}`)
		sink := c.open()
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", old))
		session := c.begin(sink, profilesOf(storage.Append))
		report := c.writePages(sink, session, pagesOf("page 1", people(51, 100, `{"v":2}`)))
		if report.Stored != 100 || report.Duplicates != 0 {
			c.Errorf("report is %+v: what was in the table before is no duplicate", report)
		}
		c.wantProfiles(sink, old)
		if table := c.commit(sink, session); table.Rows != 150 {
			c.Errorf("commit gave %+v, want 150 rows", table)
		}
		merged := slices.Concat(old[:50], people(51, 100, `{"v":2}`))
		c.wantProfiles(sink, merged)
		session = c.begin(sink, profilesOf(storage.Append))
		c.writePages(sink, session, pagesOf("page 1", people(1, 3, `{"v":3}`)))
		c.must("abort", sink.Abort(c.ctx, session.ID))
		sink = c.reopen(sink)
		c.wantProfiles(sink, merged)
	}},
	{name: "profiles with further columns keep them, null where a unit did not bring them", run: func(c *storageCase) {
		plan := []arrow.Field{{Name: "plan", Type: arrow.BinaryTypes.String, Nullable: true}}
		seats := []arrow.Field{{Name: "seats", Type: arrow.PrimitiveTypes.Int64, Nullable: true}}
		old, fresh := with(people(1, 3, `{}`), `{}`, "plan", "pro"), with(people(3, 2, `{"v":2}`), `{"v":2}`, "seats", "5")
		first, second := pagesOf("page 1", old), pagesOf("page 1", fresh)
		first.extra, second.extra = plan, seats
		sink := c.open()
		c.fillProfiles(sink, storage.Create, first)
		c.fillProfiles(sink, storage.Append, second)
		c.wantProfiles(sink, slices.Concat(old[:2], fresh))
	}},
	{name: "an append of profiles by other filters is remembered", run: func(c *storageCase) {
		sink := c.open()
		for _, step := range []struct {
			mode         storage.Mode
			brings, want bool
		}{
			{storage.Create, false, false}, {storage.Append, false, false}, {storage.Append, true, true},
			{storage.Append, false, true}, {storage.Replace, false, false},
		} {
			target := profilesOf(step.mode)
			target.Metadata = storage.Metadata{FiltersMixed: step.brings}
			c.commit(sink, c.begin(sink, target))
			if got := c.tables(sink)["people"].Metadata.FiltersMixed; got != step.want {
				c.Fatalf("after %s with mixed filters %t the table has them %t, want %t", step.mode, step.brings, got, step.want)
			}
		}
	}},
	{name: "a replace of profiles leaves the old ones until its commit", run: func(c *storageCase) {
		old, fresh := people(1, 100, `{"v":1}`), people(90, 5, `{"v":2}`)
		sink := c.open()
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", old))
		session := c.begin(sink, profilesOf(storage.Replace))
		c.writePages(sink, session, pagesOf("page 1", fresh))
		c.wantProfiles(sink, old)
		c.commit(sink, session)
		c.wantProfiles(sink, fresh)
	}},
}
