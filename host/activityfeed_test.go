package host_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
)

func TestTheFeedOfAnOlderProjectTellsTrueTimesOfTheLastDays(t *testing.T) {
	first, err := mpsim.ParseDay("2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	const tokyo = "Asia/Tokyo"
	simulator, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{ID: 7, Seed: 3, First: first, Days: 5, Events: 200, Timezone: tokyo, ExportTime: mpsim.ExportProject}},
		Accounts: []mpsim.Account{{Username: "sa", Secret: canary, Roles: map[int64]mpsim.Role{7: mpsim.Analyst}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(simulator)
	t.Cleanup(func() {
		simulator.Close()
		web.Close()
	})
	credentials, err := credential.New(credential.Fields{
		Username: "sa", Secret: credential.NewSecret(canary), ProjectID: "7", Region: "eu", BaseURL: web.URL,
		Timezone: tokyo, ExportTime: string(credential.ExportProject),
	})
	if err != nil {
		t.Fatal(err)
	}
	// It is the sixth in Tokyo.
	now := time.Date(2026, 1, 5, 20, 0, 0, 0, time.UTC)
	workspace, err := host.Open(t.Context(), host.Options{
		Home: t.TempDir(), Credentials: &credentials, PluginDirs: []string{t.TempDir()}, Now: func() time.Time { return now },
		LookupEnv: func(string) (string, bool) { return "", false },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = workspace.Close() })
	events, err := simulator.Truth(7, first, first+5)
	if err != nil {
		t.Fatal(err)
	}
	times, user := map[time.Time]bool{}, ""
	for event := range events {
		if user == "" {
			user = event.DistinctID
		}
		if event.DistinctID == user {
			times[event.Time.UTC().Truncate(time.Second)] = true
		}
	}
	feed, err := workspace.ActivityFeed(t.Context(), live.ActivityFeed{DistinctIDs: []string{user}})
	if err != nil {
		t.Fatal(err)
	}
	if feed.FromDate() != "2025-12-08" || feed.ToDate() != "2026-01-06" || len(feed.Events()) == 0 {
		t.Errorf("%d events from %s to %s", len(feed.Events()), feed.FromDate(), feed.ToDate())
	}
	for _, event := range feed.Events() {
		if !times[event.Time().Truncate(time.Second)] {
			t.Errorf("%s happened at no %s", event.Event(), event.Time())
		}
	}
}
