package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

func TestPropertiesCountEventsThatHaveThem(t *testing.T) {
	events := []report.Event{
		did("ana", "Buy", "2026-01-01 00:00:00", `"distinct_id":"ana","plan":null,"a":{"plan":1,"b":"}"}`),
		did("ana", "Buy", "2026-01-01 00:00:00", `"pl\u0061n":"pro", "odd\"name" : [1,"]"]`),
		did("ana", "Sell", "2026-01-01 00:00:00", `"plan":1`),
		did("ana", "Buy", "2026-01-02 00:00:00", `"plan":1,"late":true`),
	}
	first := day(t, "2026-01-01")
	for name, want := range map[string]map[string]int{
		"Buy": {"plan": 2, "a": 1, `odd"name`: 1}, "": {"plan": 3, "a": 1, `odd"name`: 1}, "Nothing": {},
	} {
		if diff := cmp.Diff(want, report.Properties(source(events), first, first, name)); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
	if diff := cmp.Diff(map[string]int{"Buy": 2, "Sell": 1}, report.Names(source(events), first, first)); diff != "" {
		t.Error(diff)
	}
}

func TestValuesAreListedAsTexts(t *testing.T) {
	var events []report.Event
	for _, value := range []string{`"pro"`, `"pro"`, `null`, `7`, `7.0`, `12345678901234567890`, `[]`, `["a","a",{"k":1}]`, `false`, `""`, `"undefined"`} {
		events = append(events, did("ana", "Buy", "2026-01-01 00:00:00", `"v":`+value))
	}
	events = append(events, did("ana", "Buy", "2026-01-01 00:00:00", ""), did("ana", "Sell", "2026-01-01 00:00:00", `"v":"other"`))
	want := map[string]int{
		"pro": 2, "7": 2, "12345678901234567000": 1, "a": 1, `{"k":1}`: 1, "false": 1, "": 1, "undefined": 1,
	}
	got := report.Values(source(events), day(t, "2026-01-01"), day(t, "2026-01-01"), "Buy", "v")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"7", "pro", ""}, report.Most(got, 3)); diff != "" {
		t.Error(diff)
	}
}

func TestTopComparesWithYesterdayAtTheSameTime(t *testing.T) {
	events := []report.Event{
		did("ana", "Buy", "2026-01-01 11:59:00", ""), did("ben", "Buy", "2026-01-01 12:00:00", ""),
		did("ana", "Buy", "2026-01-01 12:00:01", ""), // later than now was
		did("ana", "Buy", "2026-01-02 08:00:00", ""), did("ana", "Buy", "2026-01-02 09:00:00", ""), did("ana", "Buy", "2026-01-02 12:00:00", ""),
		did("ana", "Buy", "2026-01-02 12:00:01", ""), // to come
		did("ana", "Old", "2026-01-01 08:00:00", ""), did("ana", "New", "2026-01-02 08:00:00", ""),
		did("", "Zero", "2026-01-02 08:00:00", ""), did("ana", "Gone", "2025-12-31 08:00:00", ""),
	}
	now := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC).UnixMilli()
	for of, want := range map[report.Type][]report.Change{
		report.General: {{Event: "Buy", Amount: 3, Ratio: 0.5}, {Event: "New", Amount: 1}, {Event: "Zero", Amount: 1}},
		report.Unique:  {{Event: "Buy", Amount: 1, Ratio: -0.5}, {Event: "New", Amount: 1}, {Event: "Zero", Amount: 0}},
		report.Average: {{Event: "Buy", Amount: 3, Ratio: 2}, {Event: "New", Amount: 1}, {Event: "Zero", Amount: 0}},
	} {
		if diff := cmp.Diff(want, report.Top(source(events), now, of, 100)); diff != "" {
			t.Errorf("%s: %s", of, diff)
		}
		if diff := cmp.Diff(want[:1], report.Top(source(events), now, of, 1)); diff != "" {
			t.Errorf("first of %s: %s", of, diff)
		}
	}
}

func TestFeedIsInOrderOfTime(t *testing.T) {
	events := []report.Event{
		did("ben", "Third", "2026-01-01 12:00:00", `"n":3`), did("ana", "First", "2026-01-01 10:00:00", `"n":1`),
		did("", "Nobody", "2026-01-01 10:00:00", ""), did("cid", "Other", "2026-01-01 10:00:00", ""),
		did("ana", "Second", "2026-01-01 11:00:00", `"n":2`), did("ana", "Late", "2026-01-02 00:00:00", ""),
	}
	var got []string
	for _, e := range report.Feed(source(events), day(t, "2026-01-01"), day(t, "2026-01-01"), []string{"ana", "ben", ""}) {
		got = append(got, e.Event+string(e.Properties))
	}
	want := []string{`First{"time":0,"n":1}`, `Second{"time":0,"n":2}`, `Third{"time":0,"n":3}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
