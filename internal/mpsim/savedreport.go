package mpsim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// savedIntervals is the interval_count of saved retention, whose intervals are
// days.
const savedIntervals = 10

// funnel is a saved funnel as insights show it: what of all days came to each
// step.
func (b bookmark) funnel(c call, from, to Day) (headers []string, series any, err error) {
	funnels := c.project.funnels()
	saved := funnels[slices.IndexFunc(funnels, func(f Funnel) bool { return f.ID == b.id })]
	days := int(to-from) + 1
	q := report.Funnel{Steps: saved.Steps, Length: saved.Length, Span: report.Days(from, to, report.Day, days)}
	passages, err := q.Answer(c.project.source(c.Context()))
	if err != nil {
		return nil, nil, err
	}
	steps := map[string]any{}
	for i, step := range stepsOf(q, passages.Of[passages.Dates[0]][report.Overall]) {
		steps[fmt.Sprintf("%d. %s", i+1, step.Event)] = map[string]any{
			"count": step.Count, "step_conv_ratio": step.StepConvRatio, "overall_conv_ratio": step.OverallConvRatio,
		}
	}
	return []string{"$funnel", "$step", "$metric"}, map[string]any{b.name: steps}, nil
}

// retainedBody is a cohort as insights show it.
type retainedBody struct {
	First  int       `json:"first"`
	Counts []int     `json:"counts"`
	Rates  []float64 `json:"rates"`
}

// retention is saved retention as insights show it: cohorts by the day of birth.
func (b bookmark) retention(c call, from, to Day) (headers []string, series any, err error) {
	q := report.Retention{
		Span: report.Days(from, to, report.Day, 1), Born: b.events[0],
		Interval: report.Day.IntervalMillis(1), Count: savedIntervals,
	}
	cohorts, err := q.Answer(c.project.source(c.Context()))
	bodies := map[string]map[string]retainedBody{}
	for date, segments := range cohorts.Of {
		cohort := segments[report.Overall]
		body := retainedBody{First: cohort.First, Counts: cohort.Counts, Rates: []float64{}}
		for _, n := range cohort.Counts {
			body.Rates = append(body.Rates, ratio(n, cohort.First))
		}
		bodies[c.project.withOffset(date)] = map[string]retainedBody{report.Overall: body}
	}
	return []string{"$retention", "$date", "$segment"}, map[string]any{b.events[0] + " and then any event": bodies}, err
}

// fromBookmark is the call with what the saved retention that bookmark_id names
// has to add, if there is a bookmark_id.
func (c call) fromBookmark() (call, error) {
	if c.params.text("bookmark_id") == "" {
		return c, nil
	}
	b, err := savedReport(c)
	if err != nil {
		return c, err
	}
	if b.kind != retentionReport {
		return c, badRequest("bookmark %d is a report of type %s, not retention", b.id, b.kind)
	}
	c.params.values = maps.Clone(c.params.values)
	for name, value := range map[string]string{"born_event": b.events[0], "interval_count": strconv.Itoa(savedIntervals)} {
		if c.params.text(name) == "" {
			c.params.values.Set(name, value)
		}
	}
	return c, nil
}
