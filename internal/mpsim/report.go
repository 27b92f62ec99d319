package mpsim

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// reportRoutes mounts the reports that are computed from events.
func (s *Server) reportRoutes(mux *http.ServeMux) {
	s.handleQuery(mux, "events", s.eventCounts)
	s.handleQuery(mux, "events/names", s.eventNames)
	s.handleQuery(mux, "events/top", s.topEvents)
	s.handleQuery(mux, "events/properties", s.propertyCounts)
	s.handleQuery(mux, "events/properties/top", s.topProperties)
	s.handleQuery(mux, "events/properties/values", s.propertyValues)
	s.handleQuery(mux, "segmentation", s.segmentation)
	s.handleQuery(mux, "segmentation/numeric", s.segmentationNumeric)
	s.handleQuery(mux, "segmentation/sum", s.segmentationSum)
	s.handleQuery(mux, "segmentation/average", s.segmentationAverage)
	s.handleQuery(mux, "funnels", s.funnel)
	s.handleQuery(mux, "funnels/list", s.funnelList)
	s.handleQuery(mux, "retention", s.retention)
	s.handleQuery(mux, "retention/addiction", s.addiction)
	s.handleQuery(mux, "stream/query", s.stream)
}

// source yields the project's events for a report, until ctx ends.
func (p *project) source(ctx context.Context) report.Source {
	return p.read(ctx, func(day Day, events iter.Seq[*report.Event]) iter.Seq[*report.Event] {
		return p.copiesOn(ctx, day).Drop(events)
	})
}

// arrivals is source with the copies of events, for which no day is read twice.
func (p *project) arrivals(ctx context.Context) report.Source {
	return p.read(ctx, func(_ Day, events iter.Seq[*report.Event]) iter.Seq[*report.Event] { return events })
}

// read yields what keep leaves of the days of the shop in which those of a
// report lie.
func (p *project) read(ctx context.Context, keep func(Day, iter.Seq[*report.Event]) iter.Seq[*report.Event]) report.Source {
	return func(from, to Day) iter.Seq[*report.Event] {
		first := DayOf(from.Start(p.zone).In(p.dayZone()))
		last := DayOf((to + 1).Start(p.zone).Add(-time.Millisecond).In(p.dayZone()))
		return func(yield func(*report.Event) bool) {
			for day := max(first, p.First); day <= min(last, p.First+Day(p.Days)-1) && ctx.Err() == nil; day++ {
				for e := range keep(day, p.reported(ctx, day)) {
					if on := e.Day(); on >= from && on <= to && !yield(e) {
						return
					}
				}
			}
		}
	}
}

// copiesOn finds the copies of a day and remembers them, which are few.
func (p *project) copiesOn(ctx context.Context, day Day) report.Copies {
	if known, ok := p.copies.Load(day); ok {
		return known.(report.Copies)
	}
	found := report.FindCopies(p.reported(ctx, day))
	if ctx.Err() == nil { // else the day was not read to its end
		p.copies.Store(day, found)
	}
	return found
}

// reported yields the events of a day of the shop as reports see them.
func (p *project) reported(ctx context.Context, day Day) iter.Seq[*report.Event] {
	return func(yield func(*report.Event) bool) {
		var seen report.Event
		n := 0
		for e := range p.shop.Events(day, day) {
			if n++; n%1024 == 0 && ctx.Err() != nil {
				return
			}
			p.convert(&seen, e)
			if !yield(&seen) {
				return
			}
		}
	}
}

func (p *project) convert(to *report.Event, e shop.Event) {
	*to = report.Event{
		Name: e.Name, User: e.DistinctID, InsertID: e.InsertID,
		At: e.Time.UnixMilli(), Wall: e.Stamp, Written: e.Stamp,
		Processed: e.Processed, Line: e.Line,
	}
	if p.ExportTime == ExportUTC {
		_, offset := e.Time.In(p.zone).Zone()
		to.Wall = to.At + int64(offset)*1000
	}
}

// wallNow is what clocks in the project's zone show, as milliseconds.
func (s *Server) wallNow(p *project) int64 {
	now := s.config.Clock.Now().In(p.zone)
	_, offset := now.Zone()
	return now.UnixMilli() + int64(offset)*1000
}

// answer sends a report, or what kept it from being made. Reports of a request
// that has ended are cut short and must not look complete.
func (s *Server) answer(w http.ResponseWriter, c call, body any, err error) error {
	if c.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	if operand, ok := errors.AsType[*expr.OperandError](err); ok {
		return badRequest("%v", operand)
	}
	if err != nil {
		return err
	}
	s.writeBody(w, c.Request, body)
	return nil
}
