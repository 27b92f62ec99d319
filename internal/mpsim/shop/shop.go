package shop

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// Config describes a shop. Zone is required; other zero values give an empty
// shop.
type Config struct {
	Seed uint64
	// Zone is where the customers live: it decides which hours are busy.
	Zone *time.Location
	// LocalTime makes days run from midnight to midnight in Zone and stamps
	// events with Zone's wall clock, as Mixpanel does for projects of before
	// 2023. Otherwise days and stamps are UTC.
	LocalTime bool
	// First and Days are the window in which the shop is open.
	First calendar.Day
	Days  int
	// Events is the number of rows in the whole window, duplicates included.
	Events int
	// Users is the number of customers; 4000 if zero.
	Users int
	// Profiles is the number of profiles of people: those of the customers, the
	// busiest first, and beyond them of people who never came. None if zero.
	Profiles int
	// Shares says how many events are unusual.
	Shares Shares
}

// dayZone is the zone whose midnights bound the days.
func (c Config) dayZone() *time.Location {
	if c.LocalTime {
		return c.Zone
	}
	return time.UTC
}

// Limits of the window: Mixpanel takes events from 1971 on, and dates in
// requests have four digits of year.
var (
	earliest = calendar.Date(1971, time.January, 1)
	latest   = calendar.Date(9999, time.December, 31)
)

func (c Config) validate() error {
	switch {
	case c.Zone == nil:
		return errors.New("shop has no time zone")
	case min(c.Days, c.Events, c.Users, c.Profiles) < 0:
		return fmt.Errorf("days (%d), events (%d), users (%d) and profiles (%d) must not be negative",
			c.Days, c.Events, c.Users, c.Profiles)
	case c.First < earliest || c.Days > int(latest-c.First):
		return fmt.Errorf("window of %d days from %v is not within %v to %v", c.Days, c.First, earliest, latest)
	}
	return c.Shares.validate()
}

// Shop makes events. It does not change after New and may be used by several
// goroutines at once.
type Shop struct {
	config Config
	rows   []int // of each day of the window
	users  []user
}

// New opens a shop; it fails on a window or share that makes no sense.
func New(c Config) (*Shop, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	if c.Users == 0 {
		c.Users = 4000
	}
	return &Shop{config: c, rows: rowsPerDay(c), users: newUsers(c.Seed, c.Users)}, nil
}

// Rows returns the number of events of a day, duplicates included.
func (s *Shop) Rows(day calendar.Day) int {
	i := int(day - s.config.First)
	if i < 0 || i >= len(s.rows) {
		return 0
	}
	return s.rows[i]
}

// Events yields the events of the days from, …, to in the order of the export.
// Every iteration starts anew and yields the same.
func (s *Shop) Events(from, to calendar.Day) iter.Seq[Event] {
	from = max(from, s.config.First)
	to = min(to, s.config.First+calendar.Day(len(s.rows))-1)
	return func(yield func(Event) bool) {
		for day := from; day <= to; day++ {
			if s.rows[day-s.config.First] == 0 {
				continue
			}
			visits := newVisits(s, day)
			for visits.next() {
				if !yield(visits.event) {
					return
				}
			}
		}
	}
}

// Names returns the names that events can have, the most common first.
func Names() []string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.name
	}
	return names
}
