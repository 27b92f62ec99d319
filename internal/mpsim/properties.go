package mpsim

import (
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// propertyCounts serves events/properties: one event, by the values of a
// property.
func (s *Server) propertyCounts(w http.ResponseWriter, c call) error {
	if err := c.params.require("event", "name", "type", "unit"); err != nil {
		return err
	}
	count, err := s.readCount(c)
	if err != nil {
		return err
	}
	count.Events = []string{c.params.text("event")}
	count.By = report.ByProperty(c.params.text("name"))
	if count.Only, err = c.params.names("values"); err != nil {
		return err
	}
	if count.Limit, err = c.params.limit("limit", 255, mostSegments); err != nil {
		return err
	}
	series, err := count.Answer(c.project.source(c.Context()))
	return s.answer(w, c, newSeriesBody(series), err)
}

// occurrences is how often a property occurs, in events/properties/top.
type occurrences struct {
	Count int `json:"count"`
}

// topProperties serves events/properties/top: the properties that most events
// have, of one name or of all.
func (s *Server) topProperties(w http.ResponseWriter, c call) error {
	limit, err := c.params.limit("limit", 10, mostNames)
	if err != nil {
		return err
	}
	from, to := s.lately(c.project)
	counts := report.Properties(c.project.source(c.Context()), from, to, c.params.text("event"))
	body := map[string]occurrences{}
	for _, name := range report.Most(counts, limit) {
		body[name] = occurrences{counts[name]}
	}
	return s.answer(w, c, body, nil)
}

// propertyValues serves events/properties/values: the most common values of a
// property as texts, a bare array.
func (s *Server) propertyValues(w http.ResponseWriter, c call) error {
	if err := c.params.require("event", "name"); err != nil {
		return err
	}
	limit, err := c.params.limit("limit", 255, mostNames)
	if err != nil {
		return err
	}
	from, to := s.lately(c.project)
	counts := report.Values(c.project.source(c.Context()), from, to, c.params.text("event"), c.params.text("name"))
	return s.answer(w, c, report.Most(counts, limit), nil)
}

// lately are the days of which names, properties and values are listed.
func (s *Server) lately(p *project) (from, to Day) {
	today := DayOf(s.config.Clock.Now().In(p.zone))
	return today - namesWindow + 1, today
}
