package local

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// checkCoverage tells of the days that an answer needs and the table does not have whole.
func (e Engine) checkCoverage(ctx context.Context, period storage.Period, ahead time.Duration) error {
	days, err := e.Store.Coverage(ctx, e.Table)
	if err != nil {
		return err
	}
	from, to, err := e.needed(period, ahead)
	if err != nil {
		return err
	}
	gaps := gapsOf(days, from, to)
	if gaps.none() {
		return nil
	}
	reason := "table " + e.Table + " " + gaps.text()
	fix := fmt.Sprintf("mp fetch events %s --append --from %s --to %s brings the days", e.Table, from.Format(time.DateOnly), to.Format(time.DateOnly))
	if len(days) == 0 { // a table of events that was fetched has some
		fix = "no day of it is known, as of tables that SQL made; mp fetch events keeps account of its own"
	}
	if e.Strict {
		return &mperr.InsufficientData{Subject: "the whole answer", Reason: reason, Fix: fix}
	}
	if e.Warn != nil {
		e.Warn("the answer counts only what is stored: " + reason + ": " + fix)
	}
	return nil
}

// needed are the first and last export day of which the answer needs events, without days that have not begun.
func (e Engine) needed(period storage.Period, ahead time.Duration) (from, to time.Time, err error) {
	if from, to, err = period.Days(); err != nil {
		return from, to, err
	}
	zone, err := period.Location()
	if err != nil {
		return from, to, err
	}
	now := e.now()
	today := dayOf(now.UTC())
	if e.LocalTime {
		today = dayOf(now.In(zone))
		to = dayOf(to.AddDate(0, 0, 1).Add(ahead - time.Millisecond))
	} else { // the days of the zone begin and end in the middle of the export's
		start := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, zone)
		end := time.Date(to.Year(), to.Month(), to.Day()+1, 0, 0, 0, 0, zone)
		from, to = dayOf(start.UTC()), dayOf(end.Add(ahead-time.Millisecond).UTC())
	}
	if to.After(today) {
		to = today
	}
	return from, to, nil
}

// dayOf is the date that a time shows, at midnight in UTC.
func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// gaps are days that are not there as they should be.
type gaps struct{ missing, running, filtered span }

// span is a number of days between two.
type span struct {
	days        int
	first, last string
}

func (s *span) add(day string) {
	if s.days == 0 {
		s.first = day
	}
	s.days, s.last = s.days+1, day
}

func (s *span) text(what string) string {
	switch s.days {
	case 0:
		return ""
	case 1:
		return what + " " + s.first
	}
	return fmt.Sprintf("%s %d days from %s to %s", what, s.days, s.first, s.last)
}

func gapsOf(days []storage.Day, from, to time.Time) gaps {
	stored := make(map[string]storage.Day, len(days))
	for _, day := range days {
		stored[day.Day] = day
	}
	var found gaps
	for at := from; !at.After(to); at = at.AddDate(0, 0, 1) {
		name := at.Format(time.DateOnly)
		switch day, ok := stored[name]; {
		case !ok:
			found.missing.add(name)
		case !day.Complete:
			found.running.add(name)
		case day.Filter != "":
			found.filtered.add(name)
		}
	}
	return found
}

func (g *gaps) none() bool { return g.missing.days+g.running.days+g.filtered.days == 0 }

func (g *gaps) text() string {
	var parts []string
	for _, part := range []string{
		g.missing.text("lacks"), g.running.text("has a part only of"), g.filtered.text("has, through a filter,"),
	} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", and ")
}
