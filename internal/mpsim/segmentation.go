package mpsim

import (
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// mostSegments is the largest limit of reports with segments.
const mostSegments = 10_000

// segmentation serves segmentation: one event, by the values of an expression.
func (s *Server) segmentation(w http.ResponseWriter, c call) error {
	q, err := s.readSegmentation(c, allUnits...)
	if err != nil {
		return err
	}
	count := report.Count{Events: []string{q.event}, Span: q.span, Type: q.counted, Where: q.where}
	if q.on != nil {
		count.By, count.Limit = report.ByExpr(q.on), q.limit
	}
	series, err := count.Answer(c.project.source(c.Context()))
	return s.answer(w, c, newSeriesBody(series), err)
}

// segmentationNumeric serves segmentation/numeric: one event, by ranges of a
// number.
func (s *Server) segmentationNumeric(w http.ResponseWriter, c call) error {
	if err := c.params.require("on"); err != nil {
		return err
	}
	q, err := s.readSegmentation(c, report.Hour, report.Day)
	if err != nil {
		return err
	}
	numeric := report.Numeric{Event: q.event, Span: q.span, Type: q.counted, On: q.on, Where: q.where, Limit: q.limit}
	series, err := numeric.Answer(c.project.source(c.Context()))
	return s.answer(w, c, newSeriesBody(series), err)
}

// segmentationQuery is what the segmentation reports are asked for.
type segmentationQuery struct {
	event     string
	span      report.Span
	counted   report.Type
	on, where *expr.Expr // nil if absent
	limit     int
}

func (s *Server) readSegmentation(c call, units ...report.Unit) (q segmentationQuery, err error) {
	if err := c.params.require("event", "from_date", "to_date"); err != nil {
		return q, err
	}
	if err := c.params.json(); err != nil {
		return q, err
	}
	q.event = c.params.text("event")
	if q.counted, err = c.params.counted(report.General); err != nil {
		return q, err
	}
	if err := countable(q.counted, report.Unit(c.params.text("unit"))); err != nil {
		return q, err
	}
	if q.span, err = s.days(c, units...); err != nil {
		return q, err
	}
	if q.on, err = c.params.expression("on"); err != nil {
		return q, err
	}
	if q.where, err = c.params.expression("where"); err != nil {
		return q, err
	}
	q.limit, err = c.params.limit("limit", 60, mostSegments)
	return q, err
}

// segmentationSum serves segmentation/sum.
func (s *Server) segmentationSum(w http.ResponseWriter, c call) error {
	results, err := s.sum(c, false)
	return s.answer(w, c, struct {
		Status     string             `json:"status"`
		ComputedAt string             `json:"computed_at"`
		Results    map[string]float64 `json:"results"`
	}{"ok", s.computedAt(), results}, err)
}

// segmentationAverage serves segmentation/average, which has no computed_at.
func (s *Server) segmentationAverage(w http.ResponseWriter, c call) error {
	results, err := s.sum(c, true)
	return s.answer(w, c, struct {
		Status  string             `json:"status"`
		Results map[string]float64 `json:"results"`
	}{"ok", results}, err)
}

func (s *Server) sum(c call, average bool) (map[string]float64, error) {
	if err := c.params.require("on"); err != nil {
		return nil, err
	}
	q, err := s.readSegmentation(c, report.Hour, report.Day)
	if err != nil {
		return nil, err
	}
	sum := report.Sum{Event: q.event, Span: q.span, On: q.on, Where: q.where, Average: average}
	return sum.Answer(c.project.source(c.Context()))
}

// computedAt is the present time as Mixpanel writes it.
func (s *Server) computedAt() string {
	return s.config.Clock.Now().UTC().Format("2006-01-02T15:04:05.000000+00:00")
}
