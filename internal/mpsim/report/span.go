package report

import (
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// Unit is how long a bucket of time is.
type Unit string

// The units that Mixpanel's reports know.
const (
	Minute Unit = "minute"
	Hour   Unit = "hour"
	Day    Unit = "day"
	Week   Unit = "week" // from Monday
	Month  Unit = "month"
)

// millis is the length of a unit below a day, 0 for the others.
func (u Unit) millis() int64 {
	switch u {
	case Minute:
		return millisPerMinute
	case Hour:
		return millisPerHour
	default:
		return 0
	}
}

// number counts units, so that those of neighbouring units differ by one.
func (u Unit) number(day calendar.Day) int {
	switch u {
	case Week:
		return int(floorDiv(int64(day)+3, 7)) // 1970-01-01 was a Thursday
	case Month:
		t := time.Unix(int64(day)*millisPerDay/1000, 0).UTC()
		return t.Year()*12 + int(t.Month()) - 1
	default:
		return int(day)
	}
}

// first returns the first day of the unit with the number.
func (u Unit) first(number int) calendar.Day {
	switch u {
	case Week:
		return calendar.Day(number*7 - 3)
	case Month:
		return calendar.Date(0, time.Month(number+1), 1)
	default:
		return calendar.Day(number)
	}
}

// Span is a stretch of the project's wall clock, cut into buckets. Make one with
// Days or Last.
type Span struct {
	from, to int64 // wall milliseconds, to is outside
	unit     Unit
	every    int
}

// Days is the span of the days from, …, to, in buckets of so many units. Every
// must be 1 for units below a day. The first bucket is the one that holds from,
// which may begin before it.
func Days(from, to calendar.Day, unit Unit, every int) Span {
	return Span{int64(from) * millisPerDay, (int64(to) + 1) * millisPerDay, unit, every}
}

// Last is the span of the last n units; the current one, in which the wall clock
// shows now, is the last of them.
func Last(n int, unit Unit, now int64) Span {
	if width := unit.millis(); width > 0 {
		end := (floorDiv(now, width) + 1) * width
		return Span{end - int64(n)*width, end, unit, 1}
	}
	current := unit.number(calendar.Day(floorDiv(now, millisPerDay)))
	return Days(unit.first(current-n+1), unit.first(current+1)-1, unit, 1)
}

// Days returns the first and last day of which the span has a part.
func (s Span) Days() (from, to calendar.Day) {
	return calendar.Day(floorDiv(s.from, millisPerDay)), calendar.Day(floorDiv(s.to-1, millisPerDay))
}

// Buckets returns how many buckets the span has.
func (s Span) Buckets() int {
	if width := s.unit.millis(); width > 0 {
		return int((s.to - s.from) / width)
	}
	from, to := s.Days()
	return (s.unit.number(to)-s.unit.number(from))/s.every + 1
}
