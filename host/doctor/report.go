package doctor

import (
	"cmp"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// TimeReport says whether a setting is right, and by what. Its JSON keys are a contract.
type TimeReport struct {
	Table   string  `json:"table"`
	Verdict Verdict `json:"verdict"`
	// Message is the verdict in a sentence, Fix what to do, "" for nothing.
	Message string  `json:"message"`
	Fix     string  `json:"fix"`
	Setting Setting `json:"setting"`
	// Suggestion is the setting that is right, where this one is wrong and a zone fits; Alternatives are other zones that fit
	// the same events.
	Suggestion   *Setting `json:"suggestion"`
	Alternatives []string `json:"alternatives"`
	// OffsetSeconds is how far the setting puts most events ahead of their true time; negative is behind. Offsets has all.
	OffsetSeconds int64    `json:"offset_seconds"`
	Offsets       []Offset `json:"offsets"`
	// Rows is how many rows were looked at, Readings how many of them have both times, Judged how many of those tell of clocks,
	// Prompt how many of those look prompt by the clock that fits best.
	Rows     int `json:"rows"`
	Readings int `json:"readings"`
	Judged   int `json:"judged"`
	Prompt   int `json:"prompt"`
	// FromDay and ToDay are the UTC days of the events judged, "" for none.
	FromDay string `json:"from_day"`
	ToDay   string `json:"to_day"`
	// StoredOtherwise is how many rows were stored with another setting than this one, where it is right.
	StoredOtherwise int `json:"stored_otherwise"`
	// Undecided says that in those days the zone keeps UTC, so that either export_time reads them alike.
	Undecided bool `json:"undecided"`
}

// Offset is how far some events are off their true time.
type Offset struct {
	// Seconds are ahead of the true time; negative is behind.
	Seconds int64 `json:"seconds"`
	Events  int   `json:"events"`
	// FromDay and ToDay are the UTC days of those events.
	FromDay string `json:"from_day"`
	ToDay   string `json:"to_day"`
}

// span notes the days of the readings.
func (r *TimeReport) span(c clock, readings []Reading) {
	for _, reading := range readings {
		day := dayOf(c.instant(reading.Sent))
		r.FromDay, r.ToDay = earlier(r.FromDay, day), max(r.ToDay, day)
	}
}

func (r *TimeReport) suggest(best clock, alternatives []string) {
	if best.ExportTime == credential.ExportProject && best.Timezone == "" {
		return // an offset without a name
	}
	r.Suggestion = &Setting{best.ExportTime, best.Timezone}
	if best.ExportTime == credential.ExportProject {
		r.Alternatives = append(r.Alternatives, alternatives...)
	}
}

// measure notes how far own is from the true times that best gives, the most frequent first.
func (r *TimeReport) measure(own, best clock, readings []Reading) {
	found := map[int64]*Offset{}
	for _, reading := range readings {
		truth := best.instant(reading.Sent)
		seconds := (own.instant(reading.Sent) - truth) / second
		if found[seconds] == nil {
			found[seconds] = &Offset{Seconds: seconds}
		}
		at := found[seconds]
		at.Events++
		at.FromDay, at.ToDay = earlier(at.FromDay, dayOf(truth)), max(at.ToDay, dayOf(truth))
	}
	for seconds, offset := range found {
		if seconds != 0 {
			r.Offsets = append(r.Offsets, *offset)
		}
	}
	slices.SortFunc(r.Offsets, func(a, b Offset) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.Seconds, b.Seconds)) })
	r.OffsetSeconds = r.Offsets[0].Seconds // the clocks differ, or best would not refute own
}

// stale notes the rows whose event_time another setting made.
func (r *TimeReport) stale(own clock, readings []Reading) {
	from, to := "", ""
	for _, reading := range readings {
		if truth := own.instant(reading.Sent); reading.Stored != truth {
			r.StoredOtherwise++
			from, to = earlier(from, dayOf(truth)), max(to, dayOf(truth))
		}
	}
	if r.StoredOtherwise > 0 {
		r.Verdict, r.FromDay, r.ToDay = Stale, from, to
	}
}

func earlier(known, day string) string {
	if known == "" {
		return day
	}
	return min(known, day)
}

func dayOf(micros int64) string { return time.UnixMicro(micros).UTC().Format(time.DateOnly) }
