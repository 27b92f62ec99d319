package mpsim

import (
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

const (
	// mostIntervals is the largest interval_count.
	mostIntervals = 1000
	// mostIntervalDays is the longest interval of retention.
	mostIntervalDays = 90
	// absentLimit is the limit of segments where a request has none and Mixpanel's
	// pages tell none.
	absentLimit = 255
)

// cohortBody is a cohort of retention.
type cohortBody struct {
	First  int   `json:"first"`
	Counts []int `json:"counts"`
}

// retention serves retention: cohorts by date, or by date and segment. What a
// request leaves out may come from the saved report that it names.
func (s *Server) retention(w http.ResponseWriter, c call) error {
	c, err := c.fromBookmark()
	if err != nil {
		return err
	}
	q, err := s.readRetention(c)
	if err != nil {
		return err
	}
	cohorts, err := q.Answer(c.project.source(c.Context()))
	body := map[string]any{}
	for date, segments := range cohorts.Of {
		bodies := map[string]cohortBody{}
		for segment, cohort := range segments {
			bodies[segment] = cohortBody(cohort)
		}
		if body[date] = bodies; q.On == nil {
			body[date] = bodies[report.Overall]
		}
	}
	return s.answer(w, c, body, err)
}

func (s *Server) readRetention(c call) (q report.Retention, err error) {
	if q.Span, err = s.days(c, report.Day, report.Week, report.Month); err != nil {
		return q, err
	}
	if q.Interval, err = c.params.interval(); err != nil {
		return q, err
	}
	if q.Count, err = c.params.limit("interval_count", 1, mostIntervals); err != nil {
		return q, err
	}
	if q.Unbounded, err = c.params.flag("unbounded_retention"); err != nil {
		return q, err
	}
	q.Event = c.params.text("event")
	if q.Where, err = c.params.expression("where"); err != nil {
		return q, err
	}
	if q.On, err = c.params.expression("on"); err != nil {
		return q, err
	}
	if q.Limit, err = c.params.limit("limit", absentLimit, mostSegments); err != nil {
		return q, err
	}
	return q, c.params.born(&q)
}

// born reads how users are born.
func (p params) born(q *report.Retention) (err error) {
	if p.text("retention_type") != "" {
		chosen, err := p.choice("retention_type", "birth", "compounded")
		if err != nil {
			return err
		}
		q.Compounded = chosen == "compounded"
	}
	if q.Compounded {
		return nil
	}
	if err := p.require("born_event"); err != nil {
		return err
	}
	q.Born = p.text("born_event")
	q.BornWhere, err = p.expression("born_where")
	return err
}

// interval is the length of an interval, by interval or unit, of which the
// request has been found to have at most one.
func (p params) interval() (millis int64, err error) {
	days, err := p.limit("interval", 1, mostIntervalDays)
	if err != nil {
		return 0, err
	}
	unit, err := p.unit(report.Day, report.Day, report.Week, report.Month)
	return unit.IntervalMillis(days), err
}

// addiction serves retention/addiction: in how many hours or days users were
// active.
func (s *Server) addiction(w http.ResponseWriter, c call) error {
	q, err := s.readAddiction(c)
	if err != nil {
		return err
	}
	frequencies, err := q.Answer(c.project.source(c.Context()))
	var body struct {
		Data map[string]any `json:"data"`
	}
	body.Data = map[string]any{}
	for date, segments := range frequencies.Of {
		if body.Data[date] = segments; q.On == nil {
			body.Data[date] = segments[report.Overall]
		}
	}
	return s.answer(w, c, body, err)
}

func (s *Server) readAddiction(c call) (q report.Addiction, err error) {
	if err := c.params.require("unit", "addiction_unit"); err != nil {
		return q, err
	}
	if q.Span, err = s.days(c, report.Day, report.Week, report.Month); err != nil {
		return q, err
	}
	unit, err := c.params.choice("addiction_unit", string(report.Hour), string(report.Day))
	if err != nil {
		return q, err
	}
	q.Unit, q.Event = report.Unit(unit), c.params.text("event")
	if q.Where, err = c.params.expression("where"); err != nil {
		return q, err
	}
	if q.On, err = c.params.expression("on"); err != nil {
		return q, err
	}
	q.Limit, err = c.params.limit("limit", absentLimit, mostSegments)
	return q, err
}
