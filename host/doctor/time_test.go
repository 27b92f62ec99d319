package doctor_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/doctor"
	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// project is what a simulated project exports, read as a fetch with the setting stores it.
func project(t *testing.T, p mpsim.Project, first string, setting doctor.Setting) []doctor.Reading {
	t.Helper()
	day, err := mpsim.ParseDay(first)
	if err != nil {
		t.Fatal(err)
	}
	p.ID, p.First, p.Days, p.Events = 1, day, 14, 2000
	server, err := mpsim.New(mpsim.Config{Projects: []mpsim.Project{p}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	events, err := server.Truth(1, day, day+13)
	if err != nil {
		t.Fatal(err)
	}
	var readings []doctor.Reading
	for event := range events {
		sent := event.Stamp * 1000
		readings = append(readings, doctor.Reading{Sent: sent, Processed: event.Processed * 1000,
			Stored: exporttime.NewClock(setting.ExportTime, location(t, setting.Timezone)).Instant(sent)})
	}
	return readings
}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func judge(t *testing.T, readings []doctor.Reading, setting doctor.Setting) doctor.TimeReport {
	t.Helper()
	report, err := doctor.Time(readings, setting)
	if err != nil {
		t.Fatal(err)
	}
	report.Explain("events", "prod")
	return report
}

func wall(zone string) doctor.Setting {
	return doctor.Setting{ExportTime: credential.ExportProject, Timezone: zone}
}

var utc = doctor.Setting{ExportTime: credential.ExportUTC}

func TestEveryClockIsRecognisedAndEveryOtherRefuted(t *testing.T) {
	const winter, spring = "2026-01-01", "2026-03-02" // clocks change in New York on March 8
	for name, test := range map[string]struct {
		project mpsim.Project
		first   string
		setting doctor.Setting
		verdict doctor.Verdict
		words   string
		fix     string
	}{
		"a new project": {mpsim.Project{}, winter, utc, doctor.Right, "export_time = utc is right", ""},
		"a new project in a zone": {mpsim.Project{Timezone: "Asia/Tokyo"}, winter,
			doctor.Setting{ExportTime: credential.ExportUTC, Timezone: "Asia/Tokyo"}, doctor.Right, "utc is right", ""},
		"an old project": {old("America/New_York"), spring, wall("America/New_York"), doctor.Right, "in America/New_York is right", ""},
		"an old project taken for a new one": {old("America/Los_Angeles"), winter, utc, doctor.Wrong,
			"times are 8 h behind", `set export_time = "project" and timezone = "America/Los_Angeles" under [accounts.prod]`},
		"over a change of clocks": {old("America/New_York"), spring, utc, doctor.Wrong,
			"times are 4 h behind, 5 h behind from 2026-03-02 to 2026-03-08", `timezone = "America/New_York"`},
		"with the zone at hand": {old("Asia/Kathmandu"), winter, doctor.Setting{ExportTime: credential.ExportUTC, Timezone: "Asia/Kathmandu"},
			doctor.Wrong, "times are 5 h 45 min ahead", `timezone = "Asia/Kathmandu"`},
		"without the zone at hand": {old("Asia/Kathmandu"), winter, utc, doctor.Wrong, "5 h 45 min ahead", `timezone = "Asia/Kathmandu"`},
		"a new project taken for an old one": {mpsim.Project{}, winter, wall("Asia/Kolkata"), doctor.Wrong,
			"times are 5 h 30 min behind", `set export_time = "utc" under`},
		"another zone": {old("Australia/Lord_Howe"), "2026-06-01", wall("Australia/Sydney"), doctor.Wrong,
			"times are 30 min ahead", `timezone = "Australia/Lord_Howe"`},
		"the far east": {old("Pacific/Kiritimati"), winter, wall("Pacific/Pago_Pago"), doctor.Wrong,
			"times are 25 h ahead", `timezone = "Pacific/Kiritimati"`},
		"a zone on UTC in winter": {mpsim.Project{}, winter, wall("Europe/Lisbon"), doctor.Right, "Europe/Lisbon keeps UTC", ""},
	} {
		t.Run(name, func(t *testing.T) {
			report := judge(t, project(t, test.project, test.first, test.setting), test.setting)
			if report.Verdict != test.verdict || !strings.Contains(report.Message, test.words) || !strings.Contains(report.Fix, test.fix) {
				t.Errorf("%s: %s; %s\nwant %s: %s; %s", report.Verdict, report.Message, report.Fix, test.verdict, test.words, test.fix)
			}
			if right := test.verdict == doctor.Right; (report.Err() == nil) != right || !right && mperr.CodeOf(report.Err()) != "CONFIG_ERROR" {
				t.Errorf("Err() = %v", report.Err())
			}
		})
	}
}

func old(zone string) mpsim.Project {
	return mpsim.Project{Timezone: zone, ExportTime: mpsim.ExportProject}
}

// The events of these were stored before somebody set the account right.
func TestTimesStoredWithAnotherSettingAreStale(t *testing.T) {
	readings := project(t, old("America/New_York"), "2026-01-01", utc)
	report := judge(t, readings, wall("America/New_York"))
	if report.Verdict != doctor.Stale || report.StoredOtherwise != len(readings) || mperr.CodeOf(report.Err()) != "CONFIG_ERROR" {
		t.Errorf("%+v", report)
	}
	if !strings.Contains(report.Fix, "--replace") || report.FromDay != "2026-01-01" {
		t.Errorf("%s from %s; %s", report.Message, report.FromDay, report.Fix)
	}
}

func TestTooLittleIsNotTakenForAVerdict(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	spread := func(n int, delay func() time.Duration) []doctor.Reading {
		readings := make([]doctor.Reading, n)
		for i := range readings {
			at := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC).UnixMicro()
			readings[i] = doctor.Reading{Sent: at, Stored: at, Processed: at + delay().Microseconds()}
		}
		return readings
	}
	for name, test := range map[string]struct {
		readings []doctor.Reading
		words    string
	}{
		"nothing":          {nil, "no event has a time"},
		"a few":            {spread(99, func() time.Duration { return time.Second }), "99 of 99 events"},
		"imported later":   {spread(5000, func() time.Duration { return 90 * 24 * time.Hour }), "0 of 5000 events"},
		"sent every night": {spread(5000, func() time.Duration { return time.Duration(random.Int64N(int64(24 * time.Hour))) }), "no clock makes more than"},
	} {
		t.Run(name, func(t *testing.T) {
			report := judge(t, test.readings, utc)
			if report.Verdict != doctor.Unknown || !strings.Contains(report.Message, test.words) || mperr.CodeOf(report.Err()) != "INSUFFICIENT_DATA" {
				t.Errorf("%s: %s, %v", report.Verdict, report.Message, report.Err())
			}
		})
	}
}

// Hourly batches make half an hour's difference look possible; the setting is not accused for it.
func TestLateSendersDoNotMakeASettingWrong(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var readings []doctor.Reading
	for i := range 5000 {
		at := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC).UnixMicro()
		readings = append(readings, doctor.Reading{Sent: at, Stored: at, Processed: at + random.Int64N(time.Hour.Microseconds())})
	}
	if report := judge(t, readings, utc); report.Verdict != doctor.Right {
		t.Errorf("%s: %s", report.Verdict, report.Message)
	}
}

func TestAnOffsetThatNoZoneHasIsStillNamed(t *testing.T) {
	var readings []doctor.Reading
	for i := range 500 {
		at := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC).UnixMicro()
		readings = append(readings, doctor.Reading{Sent: at, Stored: at, Processed: at + (7*time.Hour + 15*time.Minute + 5*time.Second).Microseconds()})
	}
	report := judge(t, readings, utc)
	if report.Verdict != doctor.Wrong || report.OffsetSeconds != -(7*3600+15*60) || report.Suggestion != nil ||
		!strings.Contains(report.Fix, "look up the project's time zone") {
		t.Errorf("%+v", report)
	}
}

func TestAZoneThatIsNotThereIsAnError(t *testing.T) {
	if _, err := doctor.Time(nil, wall("Mars/Base")); err == nil {
		t.Error("no error")
	}
}
