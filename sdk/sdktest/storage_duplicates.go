package sdktest

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var duplicateTests = []storageTest{
	{name: "rows of a unit equal in name, user, time and insert id are one event", run: func(c *storageCase) {
		events := on("2026-01-01", 230)
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		// The copies are as far from the originals as they can be: in other batches.
		report := c.write(sink, session, unitOf("2026-01-01", "2026-01-01", append(append([]event{}, events...), events[:30]...)))
		if report.Received != 260 || report.Stored != 230 || report.Duplicates != 30 {
			c.Errorf("report is %+v, want 260 received, 230 stored, 30 duplicates", report)
		}
		c.commit(sink, session)
		c.wantRows(sink, "signups", events)
	}},
	{name: "rows that differ in name, user, time or insert id stay apart", run: func(c *storageCase) {
		base := on("2026-01-01", 1)[0]
		name, user, moment, insert := base, base, base, base
		name.Name = "sign up"
		user.DistinctID = ""
		moment.Time = base.Time.Add(time.Microsecond)
		insert.InsertID = storage.SyntheticPrefix + base.InsertID
		events := []event{base, name, user, moment, insert}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
	}},
	{name: "of duplicates the one with the greatest mp_processing_time_ms stays", run: func(c *storageCase) {
		var written, want []event
		for i, duplicates := range [][]string{ // the first of each is to stay
			{`{"mp_processing_time_ms":1000}`, `{"mp_processing_time_ms":999}`},
			{`{"mp_processing_time_ms":1767261605123,"v":2}`, `{"mp_processing_time_ms":1767261605122,"v":1}`},
			{`{"v":"with","mp_processing_time_ms":1}`, `{"v":"without"}`},
			{`{"mp_processing_time_ms":5}`, `{"MP_PROCESSING_TIME_MS":9,"mp_processing_time_ms":4}`},
			{`{"mp_processing_time_ms":7}`, `{"nested":{"mp_processing_time_ms":8},"mp_processing_time_ms":6}`},
		} {
			for order := range 2 {
				row := on("2026-01-01", 1)[0]
				row.InsertID = fmt.Sprintf("%d-%d", i, order)
				kept, dropped := row, row
				kept.Properties, dropped.Properties = duplicates[0], duplicates[1]
				want = append(want, kept)
				if order == 0 {
					written = append(written, kept, dropped)
				} else {
					written = append(written, dropped, kept)
				}
			}
		}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", written))
		c.wantRows(sink, "signups", want)
	}},
	{name: "of duplicates processed at the same time the last one stays", run: func(c *storageCase) {
		var written, want []event
		for i, processed := range []string{`"mp_processing_time_ms":5`, `"other":1`} {
			for n := range 3 {
				row := on("2026-01-01", 1)[0]
				row.InsertID = strconv.Itoa(i)
				row.Properties = fmt.Sprintf(`{%s,"n":%d}`, processed, n)
				written = append(written, row)
			}
			want = append(want, written[len(written)-1])
		}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", written))
		c.wantRows(sink, "signups", want)
	}},
}
