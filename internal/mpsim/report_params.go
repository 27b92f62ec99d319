package mpsim

import (
	"slices"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// mostBuckets bounds the labels of a report: a year of hours, a week of minutes.
const mostBuckets = 20_000

// mostDays is the longest interval of days.
const mostDays = 365

// dates are from_date and to_date, both required.
func (s *Server) dates(c call) (from, to Day, err error) {
	if err := c.params.require("from_date", "to_date"); err != nil {
		return 0, 0, err
	}
	if from, err = c.params.day("from_date"); err != nil {
		return 0, 0, err
	}
	if to, err = c.params.day("to_date"); err != nil {
		return 0, 0, err
	}
	if from > to {
		return 0, 0, badRequest("from_date cannot be later than to_date")
	}
	if to > DayOf(s.config.Clock.Now().In(c.project.zone)) {
		return 0, 0, badRequest("to_date cannot be later than today")
	}
	return from, to, nil
}

// days is the span of the dates in buckets of the unit, day if absent, or of
// interval days; a request has at most one of unit and interval.
func (s *Server) days(c call, units ...report.Unit) (report.Span, error) {
	from, to, err := s.dates(c)
	if err != nil {
		return report.Span{}, err
	}
	if c.params.text("interval") != "" {
		if c.params.text("unit") != "" {
			return report.Span{}, badRequest("unit and interval cannot be used together")
		}
		every, err := c.params.limit("interval", 1, mostDays)
		return report.Days(from, to, report.Day, every), err
	}
	unit, err := c.params.unit(report.Day, units...)
	if err != nil {
		return report.Span{}, err
	}
	return bounded(report.Days(from, to, unit, 1))
}

func bounded(span report.Span) (report.Span, error) {
	if n := span.Buckets(); n > mostBuckets {
		return span, badRequest("%d buckets are too many: use a longer unit or fewer days", n)
	}
	return span, nil
}

// unit is the parameter of that name; absent is required if it is empty.
func (p params) unit(absent report.Unit, units ...report.Unit) (report.Unit, error) {
	if absent != "" && p.text("unit") == "" {
		return absent, nil
	}
	words := make([]string, len(units))
	for i, unit := range units {
		words[i] = string(unit)
	}
	unit, err := p.choice("unit", words...)
	return report.Unit(unit), err
}

// counted is the parameter type; absent is required if it is empty.
func (p params) counted(absent report.Type) (report.Type, error) {
	if absent != "" && p.text("type") == "" {
		return absent, nil
	}
	counted, err := p.choice("type", string(report.General), string(report.Unique), string(report.Average))
	return report.Type(counted), err
}

// expression is an expression, nil if absent.
func (p params) expression(name string) (*expr.Expr, error) {
	if p.text(name) == "" {
		return nil, nil //nolint:nilnil // an absent filter
	}
	e, err := expr.Parse(p.text(name))
	if err != nil {
		return nil, badRequest("%s: %v", name, err)
	}
	return e, nil
}

// json fails if another format is asked for.
func (p params) json() error {
	if p.text("format") == "" {
		return nil
	}
	_, err := p.choice("format", "json")
	return err
}

// countable fails for counts of users in buckets shorter than a day, which
// Mixpanel does not make.
func countable(of report.Type, unit report.Unit) error {
	if of != report.General && slices.Contains([]report.Unit{report.Minute, report.Hour}, unit) {
		return badRequest("type %s cannot be counted by %s", of, unit)
	}
	return nil
}
