package mpsim

import (
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

var allUnits = []report.Unit{report.Minute, report.Hour, report.Day, report.Week, report.Month}

// eventCounts serves events: how often each of some events happened.
func (s *Server) eventCounts(w http.ResponseWriter, c call) error {
	if err := c.params.require("event", "type", "unit"); err != nil {
		return err
	}
	names, err := c.params.names("event")
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return badRequest("event must name at least one event")
	}
	count, err := s.readCount(c)
	if err != nil {
		return err
	}
	count.Events = names
	series, err := count.Answer(c.project.source(c.Context()))
	return s.answer(w, c, newSeriesBody(series), err)
}

// readCount reads type, unit and the time of events and events/properties.
func (s *Server) readCount(c call) (q report.Count, err error) {
	if err := c.params.json(); err != nil {
		return q, err
	}
	if q.Type, err = c.params.counted(""); err != nil {
		return q, err
	}
	unit, err := c.params.unit("", allUnits...)
	if err != nil {
		return q, err
	}
	if err := countable(q.Type, unit); err != nil {
		return q, err
	}
	q.Span, err = s.stretch(c, unit)
	return q, err
}

// stretch is the span of the dates or, without them, of the last units, of which
// interval is the number.
func (s *Server) stretch(c call, unit report.Unit) (report.Span, error) {
	if c.params.text("from_date") == "" && c.params.text("interval") != "" {
		n, err := c.params.limit("interval", 1, mostBuckets)
		return report.Last(n, unit, s.wallNow(c.project)), err
	}
	from, to, err := s.dates(c)
	if err != nil {
		return report.Span{}, err
	}
	return bounded(report.Days(from, to, unit, 1))
}
