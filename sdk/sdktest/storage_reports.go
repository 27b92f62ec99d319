package sdktest

import (
	"slices"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// theDays are those of theVisits but for the last.
var theDays = storage.Period{From: "2026-03-01", To: "2026-03-03"}

// reportTests are about the questions that Mixpanel answers too. Every answer can be counted by hand from theVisits.
var reportTests = []storageTest{
	{name: "segmentation counts events, users or events for each user", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		question := storage.Segmentation{Table: "visits", Event: "View", Period: theDays, Unit: storage.ByDay, Count: storage.CountEvents}
		c.wantAnswer(sink, question, "View|2026-03-01|3", "View|2026-03-02|2", "View|2026-03-03|1")
		question.Count = storage.CountUsers
		c.wantAnswer(sink, question, "View|2026-03-01|2", "View|2026-03-02|1", "View|2026-03-03|1")
		question.Count = storage.CountPerUser
		c.wantAnswer(sink, question, "View|2026-03-01|1.5", "View|2026-03-02|1", "View|2026-03-03|1")
		question.Count, question.Unit = storage.CountEvents, storage.ByWeek
		c.wantAnswer(sink, question, "View|2026-02-23|3", "View|2026-03-02|3")
		question.Unit = storage.ByMonth
		c.wantAnswer(sink, question, "View|2026-03-01|6")
		question.Event = "Nothing"
		c.wantAnswer(sink, question)
	}},
	{name: "segmentation splits by an expression and keeps what another is true of", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		question := storage.Segmentation{Table: "visits", Event: "View", Period: theDays, Unit: storage.ByMonth, Count: storage.CountEvents}
		question.On = `properties["plan"]`
		c.wantAnswer(sink, question, "free|2026-03-01|2", "null|2026-03-01|1", "pro|2026-03-01|2", "undefined|2026-03-01|1")
		question.Limit = 1
		c.wantAnswer(sink, question, "free|2026-03-01|2")
		question.On, question.Limit = `properties["tags"]`, 0
		c.wantAnswer(sink, question, "a|2026-03-01|1", "b|2026-03-01|1", "undefined|2026-03-01|5")
		question.On, question.Where = `properties["plan"]`, `properties["amount"] > 4`
		c.wantAnswer(sink, question, "free|2026-03-01|1", "pro|2026-03-01|1")
		question.Where, question.Segments = "", []string{"null", "pro", "none"}
		c.wantAnswer(sink, question, "null|2026-03-01|1", "pro|2026-03-01|2")
		question.Limit = 1
		c.wantAnswer(sink, question, "pro|2026-03-01|2")
	}},
	{name: "days and hours are those that clocks of the zone show", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		// In New York there is no hour from 2 to 3 on this day.
		winter, summer := 5*time.Hour, 4*time.Hour
		sink := c.visited(`
2026-03-07 23:59:59 ann View {}
2026-03-08 00:00:00 ann View {}
2026-03-08 01:30:00 ann View {}
2026-03-08 03:30:00 ann View {}
2026-03-08 23:00:00 ann View {}
2026-03-08 23:59:59 ann View {}
2026-03-09 00:00:00 ann View {}`, winter, winter, winter, summer, summer, summer, summer)
		day := storage.Period{From: "2026-03-08", To: "2026-03-08", Zone: "America/New_York"}
		question := storage.Segmentation{Table: "visits", Event: "View", Period: day, Unit: storage.ByHour, Count: storage.CountEvents}
		c.wantAnswer(sink, question,
			"View|2026-03-08 00:00:00|1", "View|2026-03-08 01:00:00|1", "View|2026-03-08 03:00:00|1", "View|2026-03-08 23:00:00|2")
		question.Unit, question.Where = storage.ByDay, `event["$time"] < datetime("2026-03-08T06:00:00")`
		c.wantAnswer(sink, question, "View|2026-03-08|1")
		question.Period.LocalTime = true
		c.wantAnswer(sink, question, "View|2026-03-08|3")
		c.wantAnswer(sink, storage.DailyCounts{Table: "visits", Period: day}, "2026-03-08|View|5")
		c.wantAnswer(sink, storage.Engagement{Table: "visits", Period: day}, "5|1")
	}},
	{name: "a funnel counts who came how far in time", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits + `
2026-03-09 10:00:02 eve  View {}
2026-03-09 10:00:00 eve  Add  {}
2026-03-09 10:00:03 dan  View {}
2026-03-09 10:00:00 dan  Add  {}`)
		question := storage.Funnel{
			Table: "visits", Steps: []string{"View", "Add", "Buy"}, Period: theDays, Unit: storage.ByDay, Window: 24 * time.Hour,
		}
		c.wantAnswer(sink, question, "2026-03-01|0|2", "2026-03-01|1|1", "2026-03-01|2|1")
		question.Window = 2 * time.Hour
		c.wantAnswer(sink, question, "2026-03-01|0|2", "2026-03-01|1|1")
		question.Steps = []string{"View", "View"}
		question.Where = `properties["plan"] == "pro"`
		c.wantAnswer(sink, question, "2026-03-01|0|1", "2026-03-01|1|1")
		question.Steps, question.Where = []string{"View", "Add"}, ""
		question.Period.From, question.Period.To = "2026-03-09", "2026-03-09"
		c.wantAnswer(sink, question, "2026-03-09|0|2", "2026-03-09|1|1")
	}},
	{name: "retention counts who came back how long after", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		question := storage.Retention{Table: "visits", Born: "View", Period: theDays, Unit: storage.ByDay, Interval: 1, Intervals: 2}
		c.wantAnswer(sink, question, "2026-03-01|(null)|2", "2026-03-01|0|2", "2026-03-01|1|2")
		question.Return = "Buy"
		c.wantAnswer(sink, question, "2026-03-01|(null)|2", "2026-03-01|0|1", "2026-03-01|1|1")
		question.Unbounded = true
		c.wantAnswer(sink, question, "2026-03-01|(null)|2", "2026-03-01|0|2", "2026-03-01|1|1")
		question.Unbounded, question.Where = false, `properties["amount"] > 4`
		c.wantAnswer(sink, question, "2026-03-01|(null)|2", "2026-03-01|0|1")
		question.Return, question.Where, question.BornWhere = "", "", `properties["plan"] == "free"`
		c.wantAnswer(sink, question, "2026-03-01|(null)|1", "2026-03-01|0|1", "2026-03-01|1|1", "2026-03-03|(null)|1")
	}},
	{name: "frequency counts in how many hours or days users were active", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		question := storage.Frequency{Table: "visits", Period: theDays, Unit: storage.ByMonth, Each: storage.ByDay}
		c.wantAnswer(sink, question, "2026-03-01|2|2")
		question.Each, question.Unit = storage.ByHour, storage.ByDay
		c.wantAnswer(sink, question, "2026-03-01|1|1", "2026-03-01|4|1", "2026-03-02|2|1", "2026-03-03|1|1")
		question.Event = "Buy"
		c.wantAnswer(sink, question, "2026-03-01|1|1", "2026-03-02|1|1")
		question.Where = `properties["amount"] > 4`
		c.wantAnswer(sink, question, "2026-03-01|1|1")
	}},
	{name: "a property's values, numbers and coverage are told of an event", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		values := storage.Distribution{Table: "visits", Event: "View", Property: "plan", Period: theDays}
		c.wantAnswer(sink, values, "(null)|6", "free|2", "pro|2", "null|1", "undefined|1")
		values.Limit = 2
		c.wantAnswer(sink, values, "(null)|6", "free|2", "pro|2")
		values.Property = "tags"
		c.wantAnswer(sink, values, "(null)|6", "undefined|5", "a|1")
		numbers := storage.NumericSummary{Table: "visits", Event: "View", Property: "amount", Period: theDays, Percentiles: []float64{50, 0, 100}}
		c.wantAnswer(sink, numbers, "4|1|5|12|3|2|[3,1,5]")
		numbers.Property = "plan"
		c.wantAnswer(sink, numbers, "0|(null)|(null)|(null)|(null)|(null)|(null)")
		c.wantAnswer(sink, storage.PropertyCoverage{Table: "visits", Event: "View", Properties: []string{"plan", "amount", "none"}, Period: theDays},
			"plan|6|4", "amount|6|5", "none|6|0")
	}},
	{name: "events are counted by day, and by how many users have", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		c.wantAnswer(sink, storage.DailyCounts{Table: "visits", Period: theDays},
			"2026-03-01|Add|1", "2026-03-01|Buy|1", "2026-03-01|View|3", "2026-03-02|Buy|1", "2026-03-02|View|2", "2026-03-03|View|1")
		c.wantAnswer(sink, storage.DailyCounts{Table: "visits", Period: theDays, Events: []string{"Buy", "Nothing"}},
			"2026-03-01|Buy|1", "2026-03-02|Buy|1")
		c.wantAnswer(sink, storage.Engagement{Table: "visits", Period: theDays}, "3|1", "5|1")
		c.wantAnswer(sink, storage.Engagement{Table: "visits", Period: theDays, Events: []string{"Buy"}}, "1|2")
	}},
	{name: "reports of a table without rows have answers", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("empty", storage.Create))
		rows := map[string][]string{
			"distribution": {"(null)|0"}, "numeric_summary": {"0|(null)|(null)|(null)|(null)|(null)|(null)"}, "property_coverage": {"plan|0|0"},
		}
		for _, question := range reportsOf("empty", "") {
			c.wantAnswer(sink, question, rows[question.Name()]...)
		}
	}},
	{name: "reports refuse what cannot be read, and name a table that is not there", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.visited(theVisits)
		c.fillProfiles(sink, storage.Create, pagesOf("page 1", people(1, 3, "{}")))
		refused := slices.Concat(reportsOf("people", ""), reportsOf("visits", `properties["amount"`)[:4], reportsOf("visits", `properties["plan"] and true`)[:4])
		for _, question := range refused {
			c.wantCode(sink, question, "INVALID_ARGUMENT")
		}
		for _, question := range reportsOf("nobody", "") {
			c.wantCode(sink, question, "TABLE_NOT_FOUND")
		}
	}},
}

// reportsOf is one report of each kind about a table; the first four keep what where is true of.
func reportsOf(table, where string) []storage.Question {
	return []storage.Question{
		storage.Segmentation{Table: table, Event: "View", Period: theDays, Unit: storage.ByDay, Count: storage.CountEvents, Where: where},
		storage.Funnel{Table: table, Steps: []string{"View", "Buy"}, Period: theDays, Unit: storage.ByDay, Where: where},
		storage.Retention{Table: table, Born: "View", Period: theDays, Unit: storage.ByDay, Interval: 1, BornWhere: where},
		storage.Frequency{Table: table, Period: theDays, Unit: storage.ByDay, Each: storage.ByHour, Where: where},
		storage.Distribution{Table: table, Event: "View", Property: "plan", Period: theDays},
		storage.NumericSummary{Table: table, Event: "View", Property: "amount", Period: theDays},
		storage.DailyCounts{Table: table, Period: theDays},
		storage.Engagement{Table: table, Period: theDays},
		storage.PropertyCoverage{Table: table, Event: "View", Properties: []string{"plan"}, Period: theDays},
	}
}

// visited makes a table of visits.
func (c *storageCase) visited(lines string, behind ...time.Duration) storage.Sink {
	c.Helper()
	sink := c.open()
	c.fill(sink, targetOf("visits", storage.Create), unitOf("2026-03-01", "2026-03-09", visits(lines, behind...)))
	return sink
}
