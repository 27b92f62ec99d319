// Package exporttime reads the times of raw exports, and of the activity feed, which shows times alike. Those of projects made
// since 2023 are UTC; those of older ones are the wall clock of the project's zone, written as if it were UTC.
package exporttime

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Check refuses what no [Clock] can be made of, with [mperr.InvalidArgument]: a word that is no export time, and the project's
// own clock in an unknown zone, which is nil. "" is [credential.ExportUTC], which needs no zone.
func Check(exportTime credential.ExportTime, zone *time.Location) error {
	parsed, err := credential.ParseExportTime(string(exportTime))
	if err == nil && parsed == credential.ExportProject && zone == nil {
		return &mperr.InvalidArgument{Argument: "timezone",
			Reason: "must be set where export_time is project: the project's times cannot be read without it"}
	}
	return err
}

// Clock turns the times of an export into instants. The zero value is UTC's. It is safe for concurrent use.
type Clock struct {
	// zone is nil where times are UTC already.
	zone *time.Location
}

// NewClock is the clock of a project with this zone. What [Check] refuses is taken for UTC.
func NewClock(exportTime credential.ExportTime, zone *time.Location) Clock {
	parsed, err := credential.ParseExportTime(string(exportTime))
	if err != nil || parsed != credential.ExportProject || zone == time.UTC {
		return Clock{}
	}
	return Clock{zone: zone}
}

// Location is the zone of the export's days.
func (c Clock) Location() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// farthest is a little more than any zone is from UTC.
const farthest = 15 * 60 * 60

// Instant gives the true time of a time as sent, both in microseconds since 1970. Where clocks are put back an hour is shown
// twice, and the first one is meant: the events of the second get a time an hour early, as nothing tells them apart. A
// reading that clocks put forward never showed counts on from before.
func (c Clock) Instant(micros int64) int64 {
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
func (c Clock) offset(unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(c.zone).Zone()
	return int64(offset)
}
