package report_test

import (
	"iter"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// did makes an event of a user at a time in UTC, written "2006-01-02 15:04:05"
// with an optional fraction; properties are JSON members.
func did(user, name, at, properties string) report.Event {
	return in(time.UTC, user, name, at, properties)
}

// in is did with a time in the zone, where wall clocks that show it twice mean
// the first time.
func in(zone *time.Location, user, name, at, properties string) report.Event {
	instant, err := time.ParseInLocation("2006-01-02 15:04:05", at, zone)
	if err != nil {
		panic(err)
	}
	return shown(user, name, instant, properties)
}

// shown makes an event of an instant, whose location is the project's zone.
func shown(user, name string, instant time.Time, properties string) report.Event {
	_, offset := instant.Zone()
	if properties != "" {
		properties = "," + properties
	}
	line := `{"event":"` + name + `","properties":{"time":0` + properties + `}}`
	at := instant.UnixMilli()
	return report.Event{Name: name, User: user, At: at, Wall: at + int64(offset)*1000, Written: at, Line: []byte(line)}
}

// source serves a list of events, as they are.
func source(events []report.Event) report.Source {
	return func(from, to calendar.Day) iter.Seq[*report.Event] {
		return func(yield func(*report.Event) bool) {
			for i := range events {
				if day := events[i].Day(); day >= from && day <= to && !yield(&events[i]) {
					return
				}
			}
		}
	}
}

func day(t *testing.T, text string) calendar.Day {
	t.Helper()
	d, err := calendar.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func days(t *testing.T, from, to string, unit report.Unit) report.Span {
	t.Helper()
	return report.Days(day(t, from), day(t, to), unit, 1)
}

func parse(t *testing.T, source string) *expr.Expr {
	t.Helper()
	e, err := expr.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
