package fetch_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// everybody asks for all profiles.
var everybody = fetch.ProfilesRequest{Table: "people"}

// profile is a stored row, or what should be stored.
type profile struct {
	DistinctID, Properties string
	LastSeen               time.Time
}

// crowd is a project with so many profiles on pages of so many.
func crowd(profiles, pageSize int) mpsim.Project {
	if profiles == 0 {
		profiles = -1
	}
	return mpsim.Project{Events: 200, Users: 50, Profiles: profiles, Engage: mpsim.Engage{PageSize: pageSize}}
}

// profiles is one run of a command: open the store, fetch, close.
func (w *world) profiles(request fetch.ProfilesRequest) (fetch.Summary, error) {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	return fetch.Profiles(w.t.Context(), w.client, sink, request, w.config)
}

// people gives the rows of the table people, by their ids.
func (w *world) people() map[string]profile {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	reader, err := sink.(storage.Sampler).Sample(w.t.Context(), "people", 1<<30)
	if err != nil {
		w.t.Fatal(err)
	}
	defer reader.Close()
	rows := map[string]profile{}
	for {
		batch, err := reader.Next(w.t.Context())
		if err == io.EOF {
			return rows
		}
		if err != nil {
			w.t.Fatal(err)
		}
		column := func(name string) arrow.Array { return batch.Column(batch.Schema().FieldIndices(name)[0]) }
		for i := range int(batch.NumRows()) {
			row := profile{
				DistinctID: strings.Clone(column(storage.ColumnDistinctID).(*array.String).Value(i)),
				Properties: strings.Clone(column(storage.ColumnProperties).(*array.String).Value(i)),
			}
			if seen := column(storage.ColumnLastSeen).(*array.Timestamp); seen.IsValid(i) {
				row.LastSeen = seen.Value(i).ToTime(arrow.Microsecond).UTC()
			}
			if _, twice := rows[row.DistinctID]; twice {
				w.t.Errorf("%s is there twice", row.DistinctID)
			}
			rows[row.DistinctID] = row
		}
	}
}

// crowd gives the profiles that Mixpanel has now.
func (w *world) crowd() map[string]profile {
	w.t.Helper()
	all, err := w.sim.Profiles(projectID)
	if err != nil {
		w.t.Fatal(err)
	}
	rows := map[string]profile{}
	for one := range all {
		rows[one.ID] = w.profileOf(one)
	}
	return rows
}

func (w *world) profileOf(one mpsim.Profile) profile {
	var parts struct {
		Properties json.RawMessage `json:"$properties"`
	}
	if err := json.Unmarshal(one.AppendJSON(nil, nil), &parts); err != nil {
		w.t.Fatal(err)
	}
	return profile{DistinctID: one.ID, Properties: string(parts.Properties), LastSeen: one.LastSeen}
}

// faulty makes requests for profiles go wrong.
func (w *world) faulty(skip, times int, effect mpsim.Effect) {
	w.t.Helper()
	w.inject(mpsim.Fault{Path: "/api/query/engage", Skip: skip, Times: times, Effect: effect})
}

// checkPeople compares the table with Mixpanel's profiles, row by row, and the books with both.
func checkPeople(t *testing.T, w *world, summary fetch.Summary) {
	t.Helper()
	want := w.crowd()
	if diff := cmp.Diff(want, w.people()); diff != "" {
		t.Errorf("profiles (-want +got):\n%.4000s", diff)
	}
	n := int64(len(want))
	if !summary.Committed || !summary.Balances() || summary.Stored != n || summary.TableRows != n || summary.Received != n {
		t.Errorf("of %d profiles the books say %+v", n, summary)
	}
}
