package sdktest

import (
	"fmt"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// freshnessTests are about the questions by which a fetch goes on from what is stored.
var freshnessTests = []storageTest{
	{name: "the newest update of profiles is told, and that there is none", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink, newest := c.open(), storage.Newest{Table: "people"}
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", people(1, 3, "{}")[2:]))
		c.wantAnswer(sink, newest, "(null)")
		c.fillProfiles(sink, storage.Append, pagesOf("page 1", slices.Concat(people(11, 9, "{}"), people(1, 2, "{}"))))
		c.wantAnswer(sink, newest, "2026-01-03T08:15:18Z")
		c.fillProfiles(sink, storage.Append, pagesOf("page 1", people(18, 3, "{}")))
		c.wantAnswer(sink, newest, "2026-01-03T08:15:19Z")
	}},
	{name: "lateness is told of the days asked for, by the events that tell it", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		mixed := late(on("2026-01-01", 8), 4*time.Second, time.Second, 2*time.Second, 3*time.Second, -time.Millisecond, time.Hour+time.Millisecond)
		mixed[6].Properties, mixed[7].Properties = `{}`, `{"mp_processing_time_ms":"soon"}`
		other := late(on("2026-01-02", 3), time.Hour, time.Hour, time.Hour)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-02", append(mixed, other...)))
		question := storage.Lateness{Table: "signups", Days: []string{"2026-01-01"}, Percentile: 50, Within: time.Hour}
		c.wantAnswer(sink, question, "4|2000")
		question.Percentile = 51
		c.wantAnswer(sink, question, "4|3000")
		question.Percentile, question.Days = 100, []string{"2026-01-01", "2026-01-02"}
		c.wantAnswer(sink, question, "7|3600000")
		question.Days, question.Limit = question.Days[1:], 2
		c.wantAnswer(sink, question, "2|3600000")
		question.Days = []string{"2026-01-03"}
		c.wantAnswer(sink, question, "0|(null)")
	}},
	{name: "freshness is told of tables that can tell it", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", people(1, 3, "{}")))
		lateness := func(table string) storage.Question {
			return storage.Lateness{Table: table, Days: []string{"2026-01-01"}, Percentile: 50, Within: time.Hour}
		}
		for _, test := range []struct {
			question storage.Question
			want     mperr.Code
		}{
			{storage.Newest{Table: "signups"}, "INVALID_ARGUMENT"}, {lateness("people"), "INVALID_ARGUMENT"}, {storage.Newest{}, "INVALID_ARGUMENT"},
			{storage.Newest{Table: "nobody"}, "TABLE_NOT_FOUND"}, {lateness("nothing"), "TABLE_NOT_FOUND"},
		} {
			c.wantCode(sink, test.question, test.want)
		}
	}},
}

// late gives the first events the property that tells how long after their time each was processed.
func late(events []event, by ...time.Duration) []event {
	for i, late := range by {
		events[i].Properties = fmt.Sprintf(`{"n":1,"mp_processing_time_ms":%d}`, events[i].Time.Add(late).UnixMilli())
	}
	return events
}
