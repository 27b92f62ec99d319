package plot

import (
	"math"
	"slices"
	"time"
)

// moments are the forms of dates that have a place on a time axis.
var moments = []string{time.DateOnly, time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01"}

// maxMoments is how long a time axis may be; where the shortest step would make it longer, a step is longer.
const maxMoments = 10_000

// maxSpan is the longest time axis, 200 years; a [time.Duration] ends at 292.
const maxSpan = 200 * 365 * 24 * time.Hour

// momentsOf reads labels that are all dates of one form; false for others.
func momentsOf(labels []string) ([]time.Time, string, bool) {
	for _, form := range moments {
		times := make([]time.Time, 0, len(labels))
		for _, label := range labels {
			at, err := time.Parse(form, label)
			if err != nil {
				break
			}
			times = append(times, at)
		}
		if len(times) == len(labels) && len(times) > 0 {
			return times, form, true
		}
	}
	return nil, "", false
}

// timeline gives every date between the first and the last its place, so that as much time is as wide everywhere, and a
// date without rows is a gap. Labels that are no dates stay as they are.
func (c Chart) timeline() Chart {
	times, form, ok := momentsOf(c.Labels)
	if !ok || len(times) < 2 {
		return c
	}
	if first, last := slices.MinFunc(times, time.Time.Compare), slices.MaxFunc(times, time.Time.Compare); last.Sub(first) > maxSpan {
		return c.leaving("the dates are too far apart for a time axis: they are drawn at even distances")
	}
	slots, at := slotsOf(times, form == time.DateOnly)
	labels := make([]string, len(slots))
	for i, slot := range slots {
		labels[i] = slot.Format(form)
	}
	series := slices.Clone(c.Series)
	for i := range series {
		values := gaps(len(slots))
		for k, v := range c.Series[i].Values {
			if known := values[at[k]]; math.IsNaN(known) || v > known {
				values[at[k]] = v
			}
		}
		series[i].Values = values
	}
	filled := len(distinct(at))
	c = c.counting(len(times)-filled, "moments that share a place with another, of which the greatest is drawn")
	if form != time.DateOnly && filled*3 < len(slots) {
		for i := range series {
			join(series[i].Values)
		}
		c = c.leaving("the moments are not evenly spaced: straight lines join them")
	}
	c.Labels, c.Series = labels, series
	return c
}

// join fills the gaps between values by straight lines.
func join(values []float64) {
	last := -1
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		for between := last + 1; last >= 0 && between < i; between++ {
			part := float64(between-last) / float64(i-last)
			values[between] = values[last]*(1-part) + v*part
		}
		last = i
	}
}

func distinct(numbers []int) []int { return slices.Compact(slices.Sorted(slices.Values(numbers))) }

// slotsOf are the evenly spaced moments on which the times lie, and which of them each is.
func slotsOf(times []time.Time, days bool) (slots []time.Time, at []int) {
	first, last := slices.MinFunc(times, time.Time.Compare), slices.MaxFunc(times, time.Time.Compare)
	at = make([]int, len(times))
	if monthly(times) {
		month := func(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }
		for n := range month(last) - month(first) + 1 {
			slots = append(slots, first.AddDate(0, n, 0))
		}
		for i, t := range times {
			at[i] = month(t) - month(first)
		}
		return slots, at
	}
	span := last.Sub(first)
	step := stepOf(times, first, days)
	step *= time.Duration(int64(span/maxMoments/step) + 1) // a multiple of the shortest
	for n := time.Duration(0); n < span+step; n += step {
		slots = append(slots, first.Add(n))
	}
	for i, t := range times {
		at[i] = min(int((t.Sub(first)+step/2)/step), len(slots)-1)
	}
	return slots, at
}

// stepOf is the usual unit that divides all distances: a week or a day for dates, an hour, a minute or a second for
// moments. With few dates the greatest that divides them may be longer than what was asked for.
func stepOf(times []time.Time, first time.Time, days bool) time.Duration {
	const day = 24 * time.Hour
	common := time.Duration(0)
	for _, t := range times {
		common = divisor(common, t.Sub(first))
	}
	units := []time.Duration{7 * day, day}
	if !days {
		units = []time.Duration{day, time.Hour, time.Minute, time.Second}
	}
	for _, unit := range units {
		if common > 0 && common%unit == 0 {
			return unit
		}
	}
	return max(common, time.Microsecond)
}

// monthly says that all are the first day of a month, and not just two days of a year.
func monthly(times []time.Time) bool {
	return !slices.ContainsFunc(times, func(t time.Time) bool { return t.Day() != 1 || t.Hour() != 0 || t.Minute() != 0 || t.Second() != 0 }) &&
		times[0] != times[len(times)-1]
}

// divisor is the greatest number that divides both.
func divisor(a, b time.Duration) time.Duration {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
