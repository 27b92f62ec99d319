package doctor

import (
	"fmt"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Explain fills in message and fix. Account is the name of the account with the setting, "" for the environment.
func (r *TimeReport) Explain(table, account string) {
	r.Table = table
	switch r.Verdict {
	case Right:
		r.Message = fmt.Sprintf("%s is right: %d of %d events were processed within minutes of their time", r.Setting, r.Prompt, r.Judged)
		if r.Undecided {
			r.Message += fmt.Sprintf("; from %s to %s %s keeps UTC, so days of its other clock would tell more", r.FromDay, r.ToDay, r.Setting.Timezone)
		}
	case Wrong:
		r.Message = fmt.Sprintf("times are %s: %d of %d events were processed within minutes of their time %s", r.offsetWords(),
			r.Prompt, r.Judged, r.readHow())
		r.Fix = r.change(account) + ", then fetch the table again with --replace"
	case Stale:
		r.Message = fmt.Sprintf("%s is right, and %d of %d events, from %s to %s, were stored with another one", r.Setting,
			r.StoredOtherwise, r.Readings, r.FromDay, r.ToDay)
		r.Fix = "fetch the table again with --replace"
	case Unknown:
		r.Message, r.Fix = r.unknownWords(), "fetch more days of events that were sent as they happened"
	}
}

// Err is nil for a setting that is right, [mperr.ConfigError] for one that is wrong or was another one when events were
// stored, and [mperr.InsufficientData] where the events do not tell. Explain comes before it.
func (r *TimeReport) Err() error {
	switch r.Verdict {
	case Right:
		return nil
	case Unknown:
		return &mperr.InsufficientData{Subject: "whether " + r.Setting.String() + " is right", Reason: r.Message, Fix: r.Fix}
	case Wrong, Stale:
	}
	key := "export_time"
	if r.Suggestion != nil && r.Suggestion.ExportTime == r.Setting.ExportTime {
		key = "timezone"
	}
	return &mperr.ConfigError{Key: key, Message: r.Message, Fix: r.Fix}
}

// String is the setting as it stands in the configuration.
func (s Setting) String() string {
	if s.ExportTime == credential.ExportProject {
		return "export_time = project in " + s.Timezone
	}
	return "export_time = " + string(s.ExportTime)
}

// offsetWords say how far off the times are: "7 h behind", or "5 h behind, 4 h behind from 2026-01-01 to 2026-03-08".
func (r *TimeReport) offsetWords() string {
	words := []string{spell(r.Offsets[0].Seconds)}
	for _, offset := range r.Offsets[1:min(len(r.Offsets), 3)] {
		words = append(words, fmt.Sprintf("%s from %s to %s", spell(offset.Seconds), offset.FromDay, offset.ToDay))
	}
	return strings.Join(words, ", ")
}

func spell(seconds int64) string {
	side := "ahead"
	if seconds < 0 {
		seconds, side = -seconds, "behind"
	}
	var parts []string
	for _, unit := range []struct {
		length int64
		name   string
	}{{3600, "h"}, {60, "min"}, {1, "s"}} {
		if n := seconds / unit.length; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit.name))
		}
		seconds %= unit.length
	}
	return strings.Join(append(parts, side), " ")
}

func (r *TimeReport) readHow() string {
	switch {
	case r.Suggestion == nil:
		return "with these hours taken off, which no zone's clock fits"
	case r.Suggestion.ExportTime == credential.ExportProject:
		return "if that is the wall clock of " + r.Suggestion.Timezone
	}
	return "if that is UTC"
}

// change says what to write where.
func (r *TimeReport) change(account string) string {
	if r.Suggestion == nil {
		return "look up the project's time zone in Mixpanel (Project Settings, Overview) and set timezone and export_time = \"project\""
	}
	names, format := [2]string{"export_time", "timezone"}, "%s = %q"
	place := fmt.Sprintf(" under [accounts.%s]", account)
	if account == "" {
		names, format, place = [2]string{"MP_EXPORT_TIME", "MP_TIMEZONE"}, "%s=%s", ""
	}
	change := "set " + fmt.Sprintf(format, names[0], string(r.Suggestion.ExportTime))
	if r.Suggestion.ExportTime == credential.ExportUTC {
		return change + place
	}
	change += " and " + fmt.Sprintf(format, names[1], r.Suggestion.Timezone) + place
	if n := len(r.Alternatives); n > 0 && r.Suggestion.Timezone != r.Setting.Timezone {
		change += fmt.Sprintf(" (or the zone that Mixpanel shows in Project Settings: %s fit too)", strings.Join(r.Alternatives[:min(n, 3)], ", "))
	}
	return change
}

func (r *TimeReport) unknownWords() string {
	switch {
	case r.Readings == 0:
		return "no event has a time and an mp_processing_time_ms"
	case r.Judged < leastEvents:
		return fmt.Sprintf("%d of %d events were processed within %s of their time, and it takes %d", r.Judged, r.Readings,
			days(mostLate), leastEvents)
	}
	return fmt.Sprintf("no clock makes more than %d of %d events look processed within minutes of their time: they came late, or were imported",
		r.Prompt, r.Judged)
}

func days(micros int64) string {
	return fmt.Sprintf("%d days", time.Duration(micros)*time.Microsecond/(24*time.Hour))
}
