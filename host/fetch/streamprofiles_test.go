package fetch_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// streamed are the results of a stream of profiles.
func (w *world) streamed(request fetch.ProfilesRequest) (rows map[string]profile, err error) {
	w.t.Helper()
	rows = map[string]profile{}
	for one, err := range fetch.StreamProfiles(w.t.Context(), w.client, request, w.config) {
		if err != nil {
			return rows, err
		}
		if _, twice := rows[one.DistinctID]; twice {
			w.t.Errorf("%s comes twice", one.DistinctID)
		}
		var raw struct {
			Properties json.RawMessage `json:"$properties"`
		}
		if err := json.Unmarshal(one.Raw, &raw); err != nil || !bytes.Equal(raw.Properties, one.Properties) {
			w.t.Errorf("%s is not %s: %v", one.Raw, one.Properties, err)
		}
		rows[one.DistinctID] = profile{DistinctID: one.DistinctID, Properties: string(one.Properties), LastSeen: one.LastSeen}
	}
	return rows, nil
}

func TestAStreamOfProfilesIsOneSnapshot(t *testing.T) {
	w := newWorld(t, crowd(1000, 100))
	w.emptyFolder()
	w.faulty(4, 1, mpsim.ForgetSession{})
	w.faulty(9, 1, mpsim.Status{Code: 500})
	rows, err := w.streamed(fetch.ProfilesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.crowd(), rows); diff != "" {
		t.Errorf("profiles (-want +got):\n%.3000s", diff)
	}
	w.faulty(4, -1, mpsim.ForgetSession{})
	if rows, err := w.streamed(fetch.ProfilesRequest{}); mperr.CodeOf(err) != "QUERY_FAILED" || len(rows) != 0 {
		t.Errorf("%d profiles, %v", len(rows), err)
	}
	w.sim.ClearFaults()
	for range fetch.StreamProfiles(t.Context(), w.client, fetch.ProfilesRequest{}, w.config) {
		break
	}
	if _, err := w.streamed(fetch.ProfilesRequest{IncludeAllUsers: true}); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("%v", err)
	}
}

func TestResultsOfAStreamAreLines(t *testing.T) {
	pages := pagesOf{sizes: []int{2}, says: saying(2, 1), profile: func(_, n int) string {
		if n == 1 {
			return "{\n \"$distinct_id\": \"b\",\r\n \"$properties\": {\"x\": 1.50}\n}"
		}
		return `{"$distinct_id":7, "$properties": {"$last_seen":"2026-01-03T08:15:00.5","x":"\n"}}`
	}}
	var raw, rows []string
	for one, err := range fetch.StreamProfiles(t.Context(), pages, fetch.ProfilesRequest{}, fetch.Config{ProjectID: "1", TempDir: t.TempDir()}) {
		if err != nil {
			t.Fatal(err)
		}
		raw, rows = append(raw, string(one.Raw)), append(rows, string(one.AppendJSON(nil)))
	}
	if diff := cmp.Diff([]string{
		`{"$distinct_id":7, "$properties": {"$last_seen":"2026-01-03T08:15:00.5","x":"\n"}}`, `{"$distinct_id":"b","$properties":{"x":1.50}}`,
	}, raw); diff != "" {
		t.Errorf("raw (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		`{"distinct_id":"7","last_seen":"2026-01-03T08:15:00.5","properties":{"$last_seen":"2026-01-03T08:15:00.5","x":"\n"}}`,
		`{"distinct_id":"b","last_seen":null,"properties":{"x":1.50}}`,
	}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
