package fetch

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// clock turns the times of an export into instants. The zero value is UTC's.
type clock struct {
	// zone is nil where times are UTC already.
	zone *time.Location
}

func newClock(exportTime credential.ExportTime, zone *time.Location) clock {
	if exportTime != credential.ExportProject || zone == time.UTC {
		return clock{}
	}
	return clock{zone: zone}
}

// location is the zone of the export's days.
func (c clock) location() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// farthest is a little more than any zone is from UTC.
const farthest = 15 * 60 * 60

// instant gives the true time of a time as sent, both in microseconds since 1970. Where clocks are put back a reading
// comes twice, and the first is meant; where they are put forward a reading that never was counts on from before.
func (c clock) instant(micros int64) int64 {
	if c.zone == nil {
		return micros
	}
	seconds := micros / 1_000_000
	if micros%1_000_000 < 0 {
		seconds--
	}
	before, after := c.offset(seconds-farthest), c.offset(seconds+farthest)
	if before != after && c.offset(seconds-before) != before && c.offset(seconds-after) == after {
		return micros - after*1_000_000
	}
	return micros - before*1_000_000
}

// offset is how far the zone's clocks are ahead of UTC at an instant, in seconds.
func (c clock) offset(unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(c.zone).Zone()
	return int64(offset)
}

// Instant gives the true time of a time that an export shows by the clock, both in microseconds since 1970. Zone is the
// project's, which [credential.ExportUTC] does not need. Where clocks are put back an hour is shown twice, and the first
// one is meant: the events of the second are stored an hour early, as nothing tells them apart. A reading that clocks
// put forward never showed counts on from before.
func Instant(exportTime credential.ExportTime, zone *time.Location, micros int64) int64 {
	return newClock(exportTime, zone).instant(micros)
}
