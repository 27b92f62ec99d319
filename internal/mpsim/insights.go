package mpsim

import (
	"net/http"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// insightsBody is the answer of insights.
type insightsBody struct {
	ComputedAt string    `json:"computed_at"`
	DateRange  dateRange `json:"date_range"`
	Headers    []string  `json:"headers"`
	Series     any       `json:"series"`
}

type dateRange struct {
	From string `json:"from_date"`
	To   string `json:"to_date"`
}

// insights serves insights: what a saved report shows. Headers name the levels
// of series.
func (s *Server) insights(w http.ResponseWriter, c call) error {
	b, err := savedReport(c)
	if err != nil {
		return err
	}
	from, to := s.savedDays(c.project)
	body := insightsBody{ComputedAt: s.computedAt(), DateRange: c.project.dateRange(from, to)}
	switch b.kind {
	case insightsReport:
		body.Headers, body.Series, err = b.insights(c, from, to)
	case funnelsReport:
		body.Headers, body.Series, err = b.funnel(c, from, to)
	case retentionReport:
		body.Headers, body.Series, err = b.retention(c, from, to)
	case flowsReport:
		return badRequest("bookmark %d is a report of type %s, which insights cannot answer", b.id, b.kind)
	}
	return s.answer(w, c, body, err)
}

// savedDays are the days that saved reports are about: those with events, up to
// today.
func (s *Server) savedDays(p *project) (from, to Day) {
	return p.First, min(p.First+Day(p.Days)-1, DayOf(s.config.Clock.Now().In(p.zone)))
}

// isoOffset is how insights write dates.
const isoOffset = "2006-01-02T15:04:05-07:00"

func (p *project) dateRange(from, to Day) dateRange {
	end := (to + 1).Start(p.zone).Add(-time.Millisecond)
	return dateRange{from.Start(p.zone).Format(isoOffset), end.Format("2006-01-02T15:04:05.000000-07:00")}
}

// insights counts events by time, also by a property if there is a breakdown.
func (b bookmark) insights(c call, from, to Day) (headers []string, series any, err error) {
	count := report.Count{Span: report.Days(from, to, b.unit, 1), Type: b.counted}
	source := c.project.source(c.Context())
	if b.by == "" {
		count.Events = b.events
		counted, err := count.Answer(source)
		return []string{"$event"}, c.project.withOffsets(counted.Values), err
	}
	nested := map[string]map[string]map[string]float64{}
	for _, event := range b.events {
		count.Events, count.By = []string{event}, nil
		all, err := count.Answer(source)
		if err != nil {
			return nil, nil, err
		}
		count.By = report.ByProperty(b.by)
		parts, err := count.Answer(source)
		if err != nil {
			return nil, nil, err
		}
		parts.Values[report.Overall] = all.Values[event]
		nested[event] = c.project.withOffsets(parts.Values)
	}
	return []string{"$event", b.by}, nested, nil
}

// withOffsets writes the dates of counts as instants in the project's zone.
func (p *project) withOffsets(counts map[string]map[string]float64) map[string]map[string]float64 {
	written := map[string]map[string]float64{}
	for name, byDate := range counts {
		written[name] = map[string]float64{}
		for date, n := range byDate {
			written[name][p.withOffset(date)] = n
		}
	}
	return written
}

func (p *project) withOffset(date string) string {
	day, err := ParseDay(date)
	if err != nil {
		panic("the simulator made a date that is none: " + err.Error())
	}
	return day.Start(p.zone).Format(isoOffset)
}
