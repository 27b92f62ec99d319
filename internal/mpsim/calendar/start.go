package calendar

import "time"

// Start returns the first instant of the day in zone. The day ends where the
// next one starts: usually 24 hours later, 23 or 25 where clocks change, none at
// all for a date that the zone skipped (Samoa, 2011-12-30).
func (d Day) Start(zone *time.Location) time.Time {
	year, month, day := d.utc().Date()
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	since, until := t.ZoneBounds()

	// Where clocks jump over midnight, time.Date settles on either side of the
	// jump; the day begins at the jump.
	shown := Of(t)
	if shown < d {
		return until
	}
	if shown > d || !isMidnight(t) {
		return since
	}
	return firstMidnight(t, since)
}

// firstMidnight returns the earlier of two midnights where clocks went back
// over one (Havana), else t, the only one. since is when t's offset came in.
func firstMidnight(t, since time.Time) time.Time {
	if since.IsZero() {
		return t
	}
	_, before := since.Add(-time.Second).Zone()
	_, now := t.Zone()
	earlier := t.Add(time.Duration(now-before) * time.Second)
	if earlier.Before(since) && isMidnight(earlier) {
		return earlier
	}
	return t
}

func isMidnight(t time.Time) bool {
	hour, minute, second := t.Clock()
	return hour == 0 && minute == 0 && second == 0
}
