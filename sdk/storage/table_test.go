package storage_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestCheckTableTakesLettersDigitsAndUnderscores(t *testing.T) {
	for _, name := range []string{
		"e", "events", "Events_2026", "2026_events", "7", "select", "a_", "a__b", strings.Repeat("x", 63),
	} {
		if err := storage.CheckTable(name); err != nil {
			t.Errorf("%q is refused: %v", name, err)
		}
	}
}

func TestCheckTableRefusesWhatCouldEscapeAName(t *testing.T) {
	for _, name := range []string{
		"", " ", "_", "_metadata", "a b", " events", "events ", "events\n", "a\x00", "a.b", "a-b", `a"b`, "a'b", "a;b",
		"a/b", "../a", "é", "表", "a\xff", "a%", "$a", strings.Repeat("x", 64), strings.Repeat("x", 1<<20),
	} {
		err := storage.CheckTable(name)
		bad, ok := errors.AsType[*mperr.InvalidArgument](err)
		if !ok || bad.Argument != "table" || bad.Value != name || bad.Reason == "" {
			t.Errorf("%.80q: got %v, want an InvalidArgument of table", name, err)
		}
	}
}

func FuzzCheckTable(f *testing.F) {
	for _, seed := range []string{"events", "_x", "a\n", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if storage.CheckTable(name) != nil {
			return
		}
		rest := strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
		if rest != "" || len(name) == 0 || len(name) > 63 || name[0] == '_' {
			t.Errorf("%q passed", name)
		}
	})
}

// These texts are stored beside tables and printed by the command.
func TestJSONKeysAreFrozen(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{storage.Metadata{}, `{}`},
		{storage.Metadata{
			FromDate: "2026-01-01", ToDate: "2026-01-02", FilterEvents: []string{"Sign Up"}, FilterWhere: "w",
			FilterCohortID: "1", FilterOutputProperties: []string{"$email"}, FilterGroupID: "g", FilterBehaviors: "b", ProjectID: "42",
			FilterDistinctIDs: "1 id, 5f", FilterIncludeAllUsers: true, FiltersMixed: true, FilterWorkspaceID: "5",
		}, `{"project_id":"42","from_date":"2026-01-01","to_date":"2026-01-02","filter_events":["Sign Up"],"filter_where":"w",` +
			`"filter_cohort_id":"1","filter_output_properties":["$email"],"filter_group_id":"g","filter_behaviors":"b",` +
			`"filter_distinct_ids":"1 id, 5f","filter_include_all_users":true,"filter_workspace_id":"5","filters_mixed":true}`},
		{storage.Unit{ID: "u", FromDate: "2026-01-01", ToDate: "2026-01-02", Filter: "f"},
			`{"id":"u","from_date":"2026-01-01","to_date":"2026-01-02","filter":"f"}`},
		{storage.Day{Day: "2026-01-01", Complete: true, Received: 4, Stored: 1, Duplicates: 2, Rejected: 1},
			`{"day":"2026-01-01","complete":true,"received":4,"stored":1,"duplicates":2,"rejected":1,"fetched_at":"0001-01-01T00:00:00Z"}`},
		{storage.Column{Name: "event_name", Type: "VARCHAR"},
			`{"name":"event_name","type":"VARCHAR","nullable":false,"primary_key":false}`},
		{storage.Column{Name: "Plan_2", Type: "BIGINT", Nullable: true, Property: "plan"},
			`{"name":"Plan_2","type":"BIGINT","nullable":true,"primary_key":false,"property":"plan"}`},
	} {
		if got, err := json.Marshal(c.value); string(got) != c.want {
			t.Errorf("JSON is %s, %v\nwant %s", got, err, c.want)
		}
	}
}

func TestWordsOfTheContractAreFrozen(t *testing.T) {
	words := []string{
		string(storage.Events), string(storage.Profiles), string(storage.Create), string(storage.Append),
		string(storage.Replace), string(storage.CapabilitySQL), string(storage.CapabilitySample), string(storage.CapabilityColumns),
		storage.SyntheticPrefix, string(storage.Boolean), string(storage.BigInt), string(storage.Double), string(storage.Varchar),
		storage.FieldProperty, storage.FieldUnfilled,
	}
	if got, want := strings.Join(words, " "), "events profiles create append replace sql sample columns "+
		"synthetic: BOOLEAN BIGINT DOUBLE VARCHAR mp.property mp.unfilled"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
