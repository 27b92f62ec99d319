package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

const (
	millisPerMinute = 60_000
	millisPerHour   = 60 * millisPerMinute
	millisPerDay    = 24 * millisPerHour
)

// clock is how a period reads times, in SQL.
type clock struct {
	zone      *time.Location
	from, to  time.Time // days, at midnight in UTC
	localTime bool
	// ahead is how long after the period events are looked at.
	ahead time.Duration
}

func newClock(period storage.Period) (clock, error) {
	from, to, err := period.Days()
	if err != nil {
		return clock{}, err
	}
	zone, err := period.Location()
	return clock{zone: zone, from: from, to: to, localTime: period.LocalTime}, err
}

// at is the true time of an event in milliseconds.
const at = "epoch_ms(" + storage.ColumnEventTime + ")"

// slack is more than a clock can differ from UTC.
const slack = 48 * time.Hour

// wall is what clocks in the zone showed, as milliseconds of a time read as if it were UTC. The zone's changes of clocks
// around the period are written into the statement, so that days are the same whichever zones DuckDB knows.
func (c clock) wall() string {
	var cases strings.Builder
	moment, end := c.from.Add(-slack).In(c.zone), c.to.Add(c.ahead+slack)
	for {
		_, offset := moment.Zone()
		_, next := moment.ZoneBounds()
		if next.IsZero() || next.After(end) {
			if cases.Len() == 0 {
				return fmt.Sprintf("(%s + %d)", at, offset*1000)
			}
			return fmt.Sprintf("(%s + CASE%s ELSE %d END)", at, cases.String(), offset*1000)
		}
		fmt.Fprintf(&cases, " WHEN %s < make_timestamp(%d) THEN %d", storage.ColumnEventTime, next.UnixMicro(), offset*1000)
		moment = next.In(c.zone)
	}
}

// written is the time as the project's export shows it, in milliseconds.
func (c clock) written() string {
	if c.localTime {
		return c.wall()
	}
	return at
}

// inside is the condition of events of the period's days.
func (c clock) inside() string {
	return fmt.Sprintf("%s AND %s BETWEEN %d AND %d", c.between(c.to), c.wall(), c.from.UnixMilli(), c.to.UnixMilli()+millisPerDay-1)
}

// since is the condition of events of the period's days and of later ones, as far as events are looked at.
func (c clock) since() string {
	return fmt.Sprintf("%s AND %s >= %d", c.between(c.to.Add(c.ahead)), c.wall(), c.from.UnixMilli())
}

// between keeps DuckDB from reading rows that are days away.
func (c clock) between(last time.Time) string {
	return fmt.Sprintf("%s BETWEEN make_timestamp(%d) AND make_timestamp(%d)",
		storage.ColumnEventTime, c.from.Add(-slack).UnixMicro(), last.Add(slack).UnixMicro())
}

// bucket is the number of an event's bucket of time; neighbouring ones differ by one. Buckets of several days begin with
// the period's first.
func (c clock) bucket(unit storage.TimeUnit, every int) string {
	day := fmt.Sprintf("(%s // %d)", c.wall(), millisPerDay)
	switch unit {
	case storage.ByMinute:
		return fmt.Sprintf("(%s // %d)", c.wall(), millisPerMinute)
	case storage.ByHour:
		return fmt.Sprintf("(%s // %d)", c.wall(), millisPerHour)
	case storage.ByWeek: // 1970-01-01 was a Thursday
		return "((" + day + " + 3) // 7)"
	case storage.ByMonth:
		date := "make_date(CAST(" + day + " AS INTEGER))"
		return "(year(" + date + ") * 12 + month(" + date + ") - 1)"
	case storage.ByDay:
	}
	if every > 1 {
		return fmt.Sprintf("((%s - %d) // %d)", day, c.first(), every)
	}
	return day
}

// first is the period's first day, counted from 1970.
func (c clock) first() int64 { return c.from.UnixMilli() / millisPerDay }

// label names a bucket by its number, the column bucket.
func (c clock) label(unit storage.TimeUnit, every int) string {
	const number = "bucket"
	switch unit {
	case storage.ByMinute:
		return fmt.Sprintf("strftime(make_timestamp_ms(%s * %d), '%%Y-%%m-%%d %%H:%%M:%%S')", number, millisPerMinute)
	case storage.ByHour:
		return fmt.Sprintf("strftime(make_timestamp_ms(%s * %d), '%%Y-%%m-%%d %%H:%%M:%%S')", number, millisPerHour)
	case storage.ByWeek:
		return dayText(number + " * 7 - 3")
	case storage.ByMonth:
		return fmt.Sprintf("strftime(make_date(%s // 12, %s %% 12 + 1, 1), '%%Y-%%m-%%d')", number, number)
	case storage.ByDay:
	}
	if every > 1 {
		return dayText(fmt.Sprintf("%s * %d + %d", number, every, c.first()))
	}
	return dayText(number)
}

func dayText(day string) string {
	return "strftime(make_date(CAST(" + day + " AS INTEGER)), '%Y-%m-%d')"
}
