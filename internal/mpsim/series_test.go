package mpsim_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// series is the body of events, segmentation and their relatives.
type series struct {
	Data struct {
		Series []string                      `json:"series"`
		Values map[string]map[string]float64 `json:"values"`
	} `json:"data"`
	LegendSize int `json:"legend_size"`
}

// ask reads the answer of a query as JSON of the given form and no other.
func ask[T any](s *simulation, path string) (into T) {
	s.t.Helper()
	a := s.get(path)
	decoder := json.NewDecoder(strings.NewReader(string(a.body)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&into); a.status != http.StatusOK || err != nil {
		s.t.Fatalf("%s: %d %s (%v)", path, a.status, a.body, err)
	}
	return into
}

// tokyo is a project whose days are not those of its export.
func tokyo(c *mpsim.Config) { c.Projects[0].Timezone = "Asia/Tokyo" }

// inDays are pairs of parameters for the whole of the data.
func inDays(pairs ...string) []string {
	return append([]string{"from_date", "2026-01-01", "to_date", "2026-01-31"}, pairs...)
}

// recount counts the events of a name by their date in the zone, without copies.
func (s *simulation) recount(name string, zone *time.Location) map[string]float64 {
	counts := map[string]float64{}
	for e := range s.events("2025-12-31", "2026-02-01") {
		date := e.Time.In(zone).Format(time.DateOnly)
		if e.Name == name && !e.Duplicate && date >= "2026-01-01" && date <= "2026-01-31" {
			counts[date]++
		}
	}
	return counts
}

func TestEventCountsAreThoseOfTheExportWithoutCopies(t *testing.T) {
	s := start(t, 5000, tokyo)
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]float64{
		"Order Placed": s.recount("Order Placed", zone), "Vídeo Played": s.recount("Vídeo Played", zone), "Nothing": {},
	}
	for _, prefix := range []string{"/api/query/", "/api/2.0/"} {
		got := ask[series](s, path(prefix+"events", inDays("event", `["Order Placed","Vídeo Played","Nothing"]`, "type", "general", "unit", "day")...))
		if diff := cmp.Diff(want, got.Data.Values); diff != "" || got.LegendSize != 3 {
			t.Errorf("legend of %d; %s", got.LegendSize, diff)
		}
		if len(got.Data.Series) != 31 || slices.IsSorted(got.Data.Series) {
			t.Errorf("series is not 31 days out of order: %q", got.Data.Series)
		}
	}
}

func TestEventCountsOfTheLastUnits(t *testing.T) {
	s := start(t, 5000)
	got := ask[series](s, path("/api/query/events", "event", `["Search"]`, "type", "unique", "unit", "week", "interval", "2"))
	// Now is Sunday 2026-02-01.
	if want := []string{"2026-01-26", "2026-01-19"}; !slices.Equal(got.Data.Series, want) || len(got.Data.Values["Search"]) != 2 {
		t.Errorf("%+v, want the weeks %q", got, want)
	}
}

func TestReportsTakeForms(t *testing.T) {
	s := start(t, 2000)
	query := path("/api/query/segmentation", inDays("event", "Search", "on", `properties["$city"]`)...)
	address, form, _ := strings.Cut(query, "?")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+address, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(username, secret)
	if got, want := s.do(r), s.get(query); got.status != 200 || string(got.body) != string(want.body) {
		t.Errorf("POST: %d %s, GET: %s", got.status, got.body, want.body)
	}
}

func TestSegmentationKeepsWhatTheExportWould(t *testing.T) {
	s := start(t, 5000)
	where := `properties["amount"] > 300 and defined(properties["coupon"])`
	lines := s.get(export("2026-01-01", "2026-01-31", "event", `["Order Placed"]`, "where", where)).body
	copies := 0.0
	for e := range s.events("2026-01-01", "2026-01-31") {
		if e.Duplicate && bytes.Contains(lines, e.Line) {
			copies++
		}
	}
	got := ask[series](s, path("/api/query/segmentation", inDays("event", "Order Placed", "where", where, "unit", "month")...))
	want := float64(bytes.Count(lines, []byte("\n"))) - copies
	if n := got.Data.Values["Order Placed"]["2026-01-01"]; n != want || n == 0 {
		t.Errorf("%v events, want %v", n, want)
	}
}

func TestSegmentsAddUpToTheWhole(t *testing.T) {
	s := start(t, 5000)
	whole := ask[series](s, path("/api/query/segmentation", inDays("event", "Search")...))
	parts := ask[series](s, path("/api/query/segmentation", inDays("event", "Search", "on", `properties["$os"]`)...))
	sums := map[string]float64{}
	for _, counts := range parts.Data.Values {
		for date, n := range counts {
			sums[date] += n
		}
	}
	if diff := cmp.Diff(whole.Data.Values["Search"], sums); diff != "" || parts.LegendSize != len(parts.Data.Values) || parts.LegendSize < 5 {
		t.Errorf("%d segments; %s", parts.LegendSize, diff)
	}
	top := ask[series](s, path("/api/query/segmentation", inDays("event", "Search", "on", `properties["$os"]`, "limit", "2")...))
	if len(top.Data.Values) != 2 {
		t.Errorf("limit of two: %v", top.Data.Values)
	}
}

func TestSumsAndRangesAnswerAsDocumented(t *testing.T) {
	s := start(t, 5000)
	pairs := inDays("event", "Order Placed", "on", `properties["amount"]`)
	sum := ask[struct {
		Status     string             `json:"status"`
		ComputedAt string             `json:"computed_at"`
		Results    map[string]float64 `json:"results"`
	}](s, path("/api/query/segmentation/sum", pairs...))
	if sum.Status != "ok" || sum.ComputedAt != "2026-02-01T12:00:00.000000+00:00" || len(sum.Results) != 31 {
		t.Errorf("sum: %+v", sum)
	}
	average := ask[struct {
		Status  string             `json:"status"`
		Results map[string]float64 `json:"results"`
	}](s, path("/api/query/segmentation/average", pairs...))
	orders := ask[series](s, path("/api/query/segmentation", pairs[:len(pairs)-2]...)).Data.Values["Order Placed"]
	for date, n := range orders {
		if got, want := average.Results[date], sum.Results[date]/n; got != want || got == 0 {
			t.Errorf("average of %s is %v, want %v", date, got, want)
		}
	}
	numeric := ask[series](s, path("/api/query/segmentation/numeric", pairs...))
	total := 0.0
	for label, counts := range numeric.Data.Values {
		if !strings.Contains(label, " - ") {
			t.Errorf("%q is not a range", label)
		}
		for _, n := range counts {
			total += n
		}
	}
	want := 0.0
	for _, n := range orders {
		want += n
	}
	if total != want || numeric.LegendSize < 5 {
		t.Errorf("%d ranges of %v events, want %v", numeric.LegendSize, total, want)
	}
}

func TestReportsRefuseBadParameters(t *testing.T) {
	s := start(t, 100)
	tests := map[string][][]string{
		"events": {
			{}, inDays("event", "Search", "type", "general", "unit", "day"), inDays("event", "[]", "type", "general", "unit", "day"),
			inDays("event", `["Search"]`, "type", "total", "unit", "day"), inDays("event", `["Search"]`, "type", "general", "unit", "year"),
			inDays("event", `["Search"]`, "type", "unique", "unit", "hour"), {"event", `["Search"]`, "type", "general", "unit", "day"},
			{"event", `["Search"]`, "type", "general", "unit", "day", "interval", "0"},
			inDays("event", `["Search"]`, "type", "general", "unit", "day", "format", "csv"),
			{"event", `["Search"]`, "type", "general", "unit", "minute", "from_date", "2020-01-01", "to_date", "2026-01-01"},
		},
		"segmentation": {
			{}, inDays(), {"event", "Search", "from_date", "2026-01-31", "to_date", "2026-01-01"},
			{"event", "Search", "from_date", "2026-01-31", "to_date", "2026-02-02"}, {"event", "Search", "from_date", "1/2", "to_date", "2026-02-01"},
			inDays("event", "Search", "on", "plan"), inDays("event", "Search", "where", "1 +"), inDays("event", "Search", "where", "1 and true"),
			inDays("event", "Search", "unit", "day", "interval", "2"), inDays("event", "Search", "limit", "10001"), inDays("event", "Search", "type", "average", "unit", "minute"),
		},
		"segmentation/numeric": {inDays("event", "Search"), inDays("event", "Search", "on", "1", "unit", "week")},
		"segmentation/sum":     {inDays("event", "Search"), inDays("event", "Search", "on", `properties["amount"] or 1`)},
		"segmentation/average": {inDays("event", "Search"), inDays("on", "1")},
	}
	for report, requests := range tests {
		for _, pairs := range requests {
			a := s.get(path("/api/query/"+report, pairs...))
			if a.status != http.StatusBadRequest || a.message(t) == "" {
				t.Errorf("%s %q: %d %s, want 400", report, pairs, a.status, a.body)
			}
		}
	}
}

func TestReportsAreCompressedForWhoTakesIt(t *testing.T) {
	s := start(t, 2000)
	query := path("/api/query/segmentation", inDays("event", "Search", "on", `properties["$city"]`)...)
	a := s.get(query, "Accept-Encoding", "gzip")
	if a.header.Get("Content-Encoding") != "gzip" || string(gunzip(t, a.body)) != string(s.get(query).body) {
		t.Errorf("%v: %d bytes", a.header, len(a.body))
	}
}

func TestProjectsOfBefore2023CountByTheirClock(t *testing.T) {
	s := start(t, 3000, tokyo, func(c *mpsim.Config) { c.Projects[0].ExportTime = mpsim.ExportProject })
	want := map[string]float64{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if e.Name == "Search" && !e.Duplicate {
			want[e.Day.String()]++
		}
	}
	got := ask[series](s, path("/api/query/segmentation", inDays("event", "Search")...))
	if diff := cmp.Diff(map[string]map[string]float64{"Search": want}, got.Data.Values); diff != "" {
		t.Error(diff)
	}
}
