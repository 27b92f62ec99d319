package fetch_test

import (
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

// A project of before 2023 exports its zone's wall clock. What is stored is the true time of every event, around each kind of
// change of clocks.
func TestFetchedTimesAreTrueUTCOverChangesOfClocks(t *testing.T) {
	for name, test := range map[string]struct{ zone, from, to string }{
		"23 hours in Lisbon":         {"Europe/Lisbon", "2025-03-27", "2025-04-01"},
		"25 hours in Lisbon":         {"Europe/Lisbon", "2025-10-24", "2025-10-29"},
		"25 hours in New York":       {"America/New_York", "2025-10-30", "2025-11-04"},
		"no change in Kathmandu":     {"Asia/Kathmandu", "2025-03-27", "2025-04-01"},
		"23.5 hours on Lord Howe":    {"Australia/Lord_Howe", "2025-10-03", "2025-10-08"},
		"24.5 hours on Lord Howe":    {"Australia/Lord_Howe", "2025-04-04", "2025-04-09"},
		"25 hours in Apia":           {"Pacific/Apia", "2021-04-02", "2021-04-06"},
		"a day that Apia never had":  {"Pacific/Apia", "2011-12-28", "2012-01-02"},
		"the same from a UTC export": {"", "2025-10-24", "2025-10-29"},
	} {
		t.Run(name, func(t *testing.T) {
			project := mpsim.Project{Timezone: test.zone, ExportTime: mpsim.ExportProject, First: day(t, test.from), Days: 6, Events: 1000}
			if test.zone == "" {
				project.Timezone, project.ExportTime = "Europe/Lisbon", mpsim.ExportUTC
			}
			w := newWorld(t, project)
			summary, err := w.fetch(fetch.Request{Table: "t", From: test.from, To: test.to, UnitDays: 2})
			if err != nil {
				t.Fatal(err)
			}
			if summary.Received == 0 || summary.Misfiled != 0 {
				t.Errorf("received %d, misfiled %d", summary.Received, summary.Misfiled)
			}
			checkTable(t, w, "t", test.from, test.to)
			checkBooks(t, w, summary)
		})
	}
}
