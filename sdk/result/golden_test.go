package result_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func fetchFields() result.FetchFields {
	return result.FetchFields{
		Table: "events", Rows: 1234, Type: storage.Events, Duration: 12*time.Second + 345_678_901,
		FromDate: "2026-01-01", ToDate: "2026-01-31",
		FetchedAt: time.Date(2026, 2, 1, 9, 30, 0, 123_999_999, time.FixedZone("", 2*60*60)),
	}
}

func segmentationFields() result.SegmentationFields {
	return result.SegmentationFields{
		Event: "Sign Up", FromDate: "2026-01-01", ToDate: "2026-01-02", Unit: "day", SegmentProperty: "country", Total: 13,
		Series: result.Series{
			"US":         {"2026-01-02": 4, "2026-01-01": 3},
			"":           {"2026-01-01": 0},
			"<b>日本 & \"": {"2026-01-01T00:00:00-08:00": 6},
			"none":       nil,
		},
	}
}

func funnelFields() result.FunnelFields {
	return result.FunnelFields{
		FunnelID: 7, FunnelName: "Purchase", FromDate: "2026-01-01", ToDate: "2026-01-01", ConversionRate: 0.25,
		Steps: []result.StepFields{
			{Event: "View", Count: 100, ConversionRate: 1}, {Event: "Buy", Count: 25, ConversionRate: 0.25},
		},
	}
}

func retentionFields() result.RetentionFields {
	return result.RetentionFields{
		BornEvent: "Sign Up", ReturnEvent: "Login", FromDate: "2026-01-01", ToDate: "2026-01-03", Unit: "day",
		Cohorts: []result.CohortFields{
			{Date: "2026-01-02", Size: 5, Retention: []float64{1, 0.4}},
			{Date: "2026-01-01", Size: 10, Retention: []float64{1, 0.5, 0.125}},
			{Date: "2026-01-03"},
		},
	}
}

const jqlAnswer = ` [ {"name": "Sign Up", "n": 1, "rate": 1, "ok": true, "key": ["a", 1]},
	{"id": 12345678901234567890, "n": 9007199254740993, "rate": 0.5, "name": "日本 <b>"},
	{"n": null, "key": {"b": [ ]}, "mixed": 1, "none": null}, {"mixed": "1", "n": -3} ] `

// must is for constructors whose fields are known to be good.
func must[R any](t *testing.T, made R, err error) R {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// samples is one full and one empty answer of each type.
func samples(t *testing.T) map[string]result.Result {
	t.Helper()
	fetch, fetchErr := result.NewFetch(fetchFields())
	profiles, profilesErr := result.NewFetch(result.FetchFields{
		Table: "profiles", Type: storage.Profiles, FetchedAt: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC),
	})
	segmentation, segmentationErr := result.NewSegmentation(segmentationFields())
	noSegments, noSegmentsErr := result.NewSegmentation(result.SegmentationFields{
		Event: "Sign Up", FromDate: "2026-01-01", ToDate: "2026-01-01", Unit: "month",
	})
	funnel, funnelErr := result.NewFunnel(funnelFields())
	split := funnelFields()
	split.SegmentProperty, split.Segments = "plan", map[string][]result.StepFields{
		"pro": {{Event: "View", Count: 60, ConversionRate: 1}, {Event: "Buy", Count: 15, ConversionRate: 0.25}},
		"":    {{Event: "View", Count: 40, ConversionRate: 1}, {Event: "Buy", Count: 10, ConversionRate: 0.25}},
	}
	splitFunnel, splitErr := result.NewFunnel(split)
	noSteps, noStepsErr := result.NewFunnel(result.FunnelFields{FunnelID: 7, FromDate: "2026-01-01", ToDate: "2026-01-01"})
	retention, retentionErr := result.NewRetention(retentionFields())
	noCohorts, noCohortsErr := result.NewRetention(result.RetentionFields{
		BornEvent: "a", ReturnEvent: "b", FromDate: "2026-01-01", ToDate: "2026-01-01", Unit: "week",
	})
	jql, jqlErr := result.NewJQL(result.JQLFields{Raw: []byte(jqlAnswer)})
	noRows, noRowsErr := result.NewJQL(result.JQLFields{Raw: []byte("[]")})
	all := map[string]result.Result{
		"fetch": must(t, fetch, fetchErr), "fetch_profiles": must(t, profiles, profilesErr),
		"segmentation": must(t, segmentation, segmentationErr), "segmentation_empty": must(t, noSegments, noSegmentsErr),
		"funnel": must(t, funnel, funnelErr), "funnel_empty": must(t, noSteps, noStepsErr),
		"funnel_split": must(t, splitFunnel, splitErr),
		"retention":    must(t, retention, retentionErr), "retention_empty": must(t, noCohorts, noCohortsErr),
		"jql": must(t, jql, jqlErr), "jql_empty": must(t, noRows, noRowsErr),
	}
	maps.Copy(all, listSamples(t))
	maps.Copy(all, reportSamples(t))
	maps.Copy(all, storedSamples(t))
	maps.Copy(all, insightSamples(t))
	maps.Copy(all, sqlSamples(t))
	return all
}

// show is a batch as text: a line for each column, a line for each row.
func show(t *testing.T, batch arrow.RecordBatch) string {
	t.Helper()
	var out strings.Builder
	for _, field := range batch.Schema().Fields() {
		fmt.Fprintf(&out, "%s %s nullable=%v\n", field.Name, field.Type, field.Nullable)
	}
	for row := range int(batch.NumRows()) {
		cells := make([]any, batch.NumCols())
		for i, values := range batch.Columns() {
			cells[i] = values.GetOneForMarshal(row)
		}
		encoded, err := json.Marshal(cells)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\n", encoded)
	}
	return out.String()
}

// The files show what scripts read; a changed key or column breaks them.
func TestJSONAndTablesAreFrozen(t *testing.T) {
	for name, answer := range samples(t) {
		encoded, err := answer.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		wantGolden(t, name+".json", string(encoded)+"\n")
		wantGolden(t, name+".table", show(t, answer.Table()))
	}
}

func wantGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

func TestJSONIsTheSameEachTime(t *testing.T) {
	for range 20 {
		first, second := samples(t), samples(t)
		for name := range first {
			a, errA := json.Marshal(first[name])
			b, errB := json.Marshal(second[name])
			if errA != nil || errB != nil || string(a) != string(b) {
				t.Fatalf("%s differs: %s %v, %s %v", name, a, errA, b, errB)
			}
		}
	}
}
