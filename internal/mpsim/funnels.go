package mpsim

import (
	"net/http"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// listedFunnel is an element of funnels/list.
type listedFunnel struct {
	ID   int64  `json:"funnel_id"`
	Name string `json:"name"`
}

// funnelList serves funnels/list: the saved funnels, a bare array.
func (s *Server) funnelList(w http.ResponseWriter, c call) error {
	list := []listedFunnel{}
	for _, f := range c.project.funnels() {
		list = append(list, listedFunnel{f.ID, f.Name})
	}
	return s.answer(w, c, list, nil)
}

// funnel serves funnels: how far users come through a saved funnel.
func (s *Server) funnel(w http.ResponseWriter, c call) error {
	q, err := s.readFunnel(c)
	if err != nil {
		return err
	}
	passages, err := q.Answer(c.project.source(c.Context()))
	return s.answer(w, c, newFunnelBody(q, passages), err)
}

func (s *Server) readFunnel(c call) (q report.Funnel, err error) {
	if err := c.params.require("funnel_id", "from_date", "to_date"); err != nil {
		return q, err
	}
	saved, err := c.savedFunnel()
	if err != nil {
		return q, err
	}
	q.Steps = saved.Steps
	if q.Span, err = s.days(c, report.Day, report.Week, report.Month); err != nil {
		return q, err
	}
	if q.Length, err = c.params.length(saved.Length); err != nil {
		return q, err
	}
	if q.On, err = c.params.expression("on"); err != nil {
		return q, err
	}
	if q.Where, err = c.params.expression("where"); err != nil {
		return q, err
	}
	q.Limit, err = c.params.limit("limit", absentLimit, mostSegments)
	return q, err
}

// savedFunnel is the funnel that funnel_id names.
func (c call) savedFunnel() (Funnel, error) {
	id, err := c.params.integer("funnel_id")
	if err != nil {
		return Funnel{}, err
	}
	funnels := c.project.funnels()
	i := slices.IndexFunc(funnels, func(f Funnel) bool { return f.ID == id })
	if i < 0 {
		return Funnel{}, &failure{status: http.StatusNotFound, message: "there is no funnel " + c.params.text("funnel_id")}
	}
	return funnels[i], nil
}

// longestFunnel is the longest window that the API takes.
const longestFunnel = 90 * day

// length is the window of length and length_unit; days if length_unit
// is absent, the saved one if both are.
func (p params) length(saved time.Duration) (time.Duration, error) {
	units := map[string]time.Duration{"": day, "day": day, "hour": time.Hour, "minute": time.Minute, "second": time.Second}
	unit, known := units[p.text("length_unit")]
	if !known {
		return 0, badRequest("length_unit must be one of day, hour, minute, second")
	}
	if p.text("length") == "" {
		if p.text("length_unit") != "" {
			return 0, badRequest("length_unit needs a length")
		}
		return saved, nil
	}
	n, err := p.limit("length", 0, int(longestFunnel/unit))
	return time.Duration(n) * unit, err
}
