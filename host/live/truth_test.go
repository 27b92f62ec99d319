package live_test

import (
	"encoding/json"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

const (
	project = 515151
	zone    = "America/New_York"
	// first and last are days in the middle of the simulated ones, so that what lies outside a range can be seen to.
	first, last = "2026-01-03", "2026-01-09"
)

// happened is an event as reports see it.
type happened struct {
	name, user string
	at         time.Time
	properties map[string]any
}

func (h happened) day() string { return h.at.Format(time.DateOnly) }

// simulated is a client of a simulator, and all of its events without duplicates.
func simulated(t *testing.T) (*mixpanel.Client, *mpsim.Server, []happened) {
	t.Helper()
	return simulatedAt(t, mpsim.ExportUTC)
}

// simulatedAt is a client of a simulator whose exports follow a clock.
func simulatedAt(t *testing.T, exportTime mpsim.ExportTime) (*mixpanel.Client, *mpsim.Server, []happened) {
	t.Helper()
	from, err := mpsim.ParseDay("2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	simulator, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{ID: project, Seed: 5, First: from, Days: 12, Events: 4000, Timezone: zone, ExportTime: exportTime}},
		Accounts: []mpsim.Account{{Username: "sa", Secret: "s3cret", Roles: map[int64]mpsim.Role{project: mpsim.Analyst}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(simulator)
	t.Cleanup(func() {
		simulator.Close()
		web.Close()
	})
	return clientAt(t, web.URL, "sa", "s3cret", strconv.Itoa(project)), simulator, truth(t, simulator, from)
}

// truth keeps of equal events the one that was processed last, as Mixpanel's reports do.
func truth(t *testing.T, simulator *mpsim.Server, from mpsim.Day) []happened {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	events, err := simulator.Truth(project, from, from+20)
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		name, user, id string
		at             int64
	}
	at, processed := map[key]int{}, map[key]int64{}
	var all []happened
	for event := range events {
		var line struct {
			Properties map[string]any `json:"properties"`
		}
		if err := json.Unmarshal(event.Line, &line); err != nil {
			t.Fatal(err)
		}
		same := key{event.Name, event.DistinctID, event.InsertID, event.Time.Unix()}
		seen, again := at[same]
		one := happened{event.Name, event.DistinctID, event.Time.In(location), line.Properties}
		switch {
		case event.InsertID == "" || !again:
			at[same], processed[same] = len(all), event.Processed
			all = append(all, one)
		case event.Processed > processed[same]:
			all[seen], processed[same] = one, event.Processed
		}
	}
	return all
}

// of are the events of a name from first to last.
func named(all []happened, name string) []happened {
	var out []happened
	for _, event := range all {
		if event.name == name && event.day() >= first && event.day() <= last {
			out = append(out, event)
		}
	}
	return out
}

// days are the labels of the range.
func days(t *testing.T) []string {
	t.Helper()
	day, err := time.Parse(time.DateOnly, first)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for ; day.Format(time.DateOnly) <= last; day = day.AddDate(0, 0, 1) {
		out = append(out, day.Format(time.DateOnly))
	}
	return out
}
