package shop

import (
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// Profile is the state of a person or a group at an instant.
type Profile struct {
	// ID is the $distinct_id: the digits where it is a number.
	ID string
	// Numeric tells that the id is written as a number.
	Numeric bool
	// LastSeen is the time of the last update, to the second in UTC; zero where
	// the profile does not tell it.
	LastSeen time.Time
	// Members are the properties, in the order in which they are written.
	Members []Member
}

// Member is a property of a profile.
type Member struct {
	Name string
	JSON string // the value
}

// AppendJSON appends the profile as engage answers with it, with the properties
// that keep tells to, or all if keep is nil.
func (p *Profile) AppendJSON(to []byte, keep func(name string) bool) []byte {
	to = append(to, `{"$distinct_id":`...)
	if p.Numeric {
		to = append(to, p.ID...)
	} else {
		to = strconv.AppendQuote(to, p.ID) // ids are printable ASCII
	}
	to = append(to, `,"$properties":`...)
	return append(p.AppendProperties(to, keep), '}')
}

// AppendProperties appends the object of the properties alone.
func (p *Profile) AppendProperties(to []byte, keep func(name string) bool) []byte {
	to = append(to, '{')
	written := 0
	for _, m := range p.Members {
		if keep != nil && !keep(m.Name) {
			continue
		}
		if written++; written > 1 {
			to = append(to, ',')
		}
		to = append(append(append(to, '"'), m.Name...), `":`...) // names need no escapes
		to = append(to, m.JSON...)
	}
	return append(to, '}')
}

func (p *Profile) add(name, value string) { p.Members = append(p.Members, Member{name, value}) }

func (p *Profile) whole(name string, n int) { p.add(name, strconv.Itoa(n)) }

func (p *Profile) words(name, text string) { p.add(name, `"`+text+`"`) }

// datetime adds a date as Mixpanel writes it: in UTC, without a zone.
func (p *Profile) datetime(name string, t time.Time) {
	p.words(name, t.UTC().Format("2006-01-02T15:04:05"))
}

// life is when a profile was created and how often it is updated.
type life struct {
	created time.Time
	period  time.Duration
}

// newLife draws a life that began before the shop's first day.
func (s *Shop) newLife(d *dice) life {
	before := time.Duration(d.between(1, 400*24*60*60)) * time.Second
	period := time.Duration(d.between(6*60*60, 20*24*60*60)) * time.Second
	return life{s.config.First.Start(time.UTC).Add(-before), period}
}

// updates returns how many updates there were by the instant, and when the last
// one was. There are none after the shop has closed.
func (s *Shop) updates(l life, at time.Time) (count int, last time.Time) {
	closed := (s.config.First + calendar.Day(s.config.Days)).Start(time.UTC)
	if at.After(closed) {
		at = closed
	}
	count = int(max(0, at.Sub(l.created)) / l.period)
	return count, l.created.Add(time.Duration(count) * l.period)
}
