package doctor

import (
	"time"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/sdk/credential"
)

// Setting says how an account reads the times of its project's export.
type Setting struct {
	// ExportTime is the clock.
	ExportTime credential.ExportTime `json:"export_time"`
	// Timezone is the project's zone, "" where it is not known, which the clock [credential.ExportUTC] does not need.
	Timezone string `json:"timezone"`
}

// clock is a setting that may be the right one.
type clock struct {
	Setting

	zone *time.Location
}

// clockOf fails where the zone is not in the tz database, or is missing.
func clockOf(setting Setting) (clock, error) {
	if setting.ExportTime != credential.ExportProject {
		return clock{Setting{credential.ExportUTC, setting.Timezone}, time.UTC}, nil
	}
	zone, err := time.LoadLocation(setting.Timezone)
	return clock{setting, zone}, err
}

// instant is the true time that the clock makes of a time as sent.
func (c clock) instant(sent int64) int64 {
	return exporttime.NewClock(c.ExportTime, c.zone).Instant(sent)
}

// What makes an event prompt, in microseconds between its time and its processing. Clocks of devices are a little off, and
// phones send in batches. The span is shorter than half an hour, by which some zones differ.
const (
	second  = int64(1_000_000)
	minute  = 60 * second
	soonest = -1 * minute
	latest  = 15 * minute
)

func (c clock) prompt(r Reading) bool {
	delay := r.Processed - c.instant(r.Sent)
	return soonest <= delay && delay < latest
}

// tally is how events look by a clock.
type tally struct {
	prompt int
	// early were processed before they happened, which the right clock hardly ever shows.
	early int
}

func (t tally) score() int { return t.prompt - t.early }

func (c clock) tally(readings []Reading) (t tally) {
	for _, r := range readings {
		delay := r.Processed - c.instant(r.Sent)
		switch {
		case delay < soonest:
			t.early++
		case delay < latest:
			t.prompt++
		}
	}
	return t
}

// refutes says whether the events that the two clocks read differently are prompt by c and hardly ever by the other.
func (c clock) refutes(other clock, readings []Reading) bool {
	mine, theirs := 0, 0
	for _, r := range readings {
		if c.instant(r.Sent) == other.instant(r.Sent) {
			continue
		}
		if c.prompt(r) {
			mine++
		}
		if other.prompt(r) {
			theirs++
		}
	}
	return mine >= leastProof && mine >= 4*theirs
}

// agrees says whether two clocks read every event alike.
func (c clock) agrees(other clock, readings []Reading) bool {
	for _, r := range readings {
		if c.instant(r.Sent) != other.instant(r.Sent) {
			return false
		}
	}
	return true
}
