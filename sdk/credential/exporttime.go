package credential

import (
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// ExportTime says whose clock the times of a project's raw export show. It is fixed when the project is made:
// https://developer.mixpanel.com/reference/raw-event-export.
type ExportTime string

// The clocks, as they are written in configuration files.
const (
	// ExportUTC is the clock of projects made since 2023.
	ExportUTC ExportTime = "utc"
	// ExportProject is the clock of older projects: the wall clock of the project's time zone, written as if it were UTC.
	ExportProject ExportTime = "project"
)

// ParseExportTime reads utc or project whatever its case and surrounding space; "" stays "", which is not known and taken
// for utc. Anything else is an [mperr.InvalidArgument] that names the value and the two.
func ParseExportTime(text string) (ExportTime, error) {
	clock := ExportTime(strings.ToLower(strings.TrimSpace(text)))
	switch clock {
	case "", ExportUTC, ExportProject:
		return clock, nil
	}
	return "", &mperr.InvalidArgument{
		Argument: "export_time", Value: text, Reason: "not a clock of an export", Allowed: []string{string(ExportUTC), string(ExportProject)},
	}
}

// exportTimeOf refuses times that cannot be read: those of a wall clock in an unknown zone.
func exportTimeOf(f Fields) (ExportTime, error) {
	clock, err := ParseExportTime(f.ExportTime)
	if err == nil && clock == ExportProject && f.Timezone == "" {
		return "", &mperr.InvalidArgument{Argument: "timezone", Reason: "must be set where export_time is project, such as " +
			"Europe/Lisbon: Mixpanel shows it in Project Settings, Overview"}
	}
	return clock, err
}
