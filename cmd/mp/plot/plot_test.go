package plot

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	prettytext "github.com/jedib0t/go-pretty/v6/text"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

var update = flag.Bool("update", false, "write testdata again")

// must gives a result that is right.
func must[R result.Result](t *testing.T) func(R, error) R {
	t.Helper()
	return func(r R, err error) R {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

func segments(t *testing.T, days int, names ...string) result.Result {
	t.Helper()
	property := "country"
	if len(names) == 1 && names[0] == result.TotalSegment {
		property = ""
	}
	series := map[string]map[string]float64{}
	for i, name := range names {
		series[name] = map[string]float64{}
		for day := range days {
			if (day+i)%7 != 6 {
				series[name][fmt.Sprintf("2026-01-%02d", day+1)] = float64((len(names)-i)*1000 + day*day*(i+1))
			}
		}
	}
	return must[*result.SegmentationResult](t)(result.NewSegmentation(result.SegmentationFields{
		Event: "Sign Up", FromDate: "2026-01-01", ToDate: fmt.Sprintf("2026-01-%02d", days), Unit: "day", SegmentProperty: property, Series: series,
	}))
}

func funnel(t *testing.T) result.Result {
	t.Helper()
	return must[*result.FunnelResult](t)(result.NewFunnel(result.FunnelFields{
		FunnelID: 7, FunnelName: "Buy", FromDate: "2026-01-01", ToDate: "2026-01-31", ConversionRate: 0.125,
		Steps: []result.StepFields{
			{Event: "View <b>Item</b> & \"more\"", Count: 12345, ConversionRate: 1}, {Event: "Add to Cart", Count: 4000, ConversionRate: 0.324},
			{Event: "Order Placed", Count: 1543, ConversionRate: 0.386},
		},
	}))
}

func retention(t *testing.T, periods int) result.Result {
	t.Helper()
	var cohorts []result.CohortFields
	for day := range 5 {
		cohort := result.CohortFields{Date: fmt.Sprintf("2026-01-%02d", day+1), Size: 100}
		for period := range periods - day {
			cohort.Retention = append(cohort.Retention, 1/float64(1+period)*float64(10-day)/10)
		}
		cohorts = append(cohorts, cohort)
	}
	return must[*result.RetentionResult](t)(result.NewRetention(result.RetentionFields{
		BornEvent: "Sign Up", ReturnEvent: "Login", FromDate: "2026-01-01", ToDate: "2026-01-31", Unit: "day", Cohorts: cohorts,
	}))
}

func topEvents(n int) arrow.RecordBatch {
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf(`{"event":"Event %d","count":%d}`, i, 1000-i))
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "event", Type: arrow.BinaryTypes.String}, {Name: "count", Type: arrow.PrimitiveTypes.Int64}}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader("["+strings.Join(rows, ",")+"]"))
	if err != nil {
		panic(err)
	}
	return batch
}

// charts are what the golden files hold.
func chartsOf(t *testing.T) map[string]arrow.RecordBatch {
	t.Helper()
	return map[string]arrow.RecordBatch{
		"total":         segments(t, 30, result.TotalSegment).Table(),
		"one_day":       segments(t, 1, result.TotalSegment).Table(),
		"segments":      segments(t, 14, "Germany", "日本 \x1b[31m", "a very long name of a country that does not fit any screen of eighty columns whatever one does").Table(),
		"many_segments": segments(t, 10, "a", "b", "c", "d", "e", "f", "g", "h", "i").Table(),
		"funnel":        funnel(t).Table(),
		"retention":     retention(t, 6).Table(),
		"many_periods":  retention(t, 20).Table(),
		"top_events":    topEvents(30),
		"empty":         topEvents(0),
	}
}

func TestTextOfEachChart(t *testing.T) {
	for name, rows := range chartsOf(t) {
		chart, err := Of("mp query "+name, rows)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, path := chart.Text(80), filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// tooWide is the first line of a text that does not fit so many columns, "" for none.
func tooWide(text string, width int) string {
	for line := range strings.Lines(text) {
		if prettytext.StringWidth(strings.TrimSuffix(line, "\n")) > width {
			return line
		}
	}
	return ""
}

func TestTextIsPlainAndFitsTheScreen(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120} {
		for name, rows := range chartsOf(t) {
			chart, err := Of("title", rows)
			if err != nil {
				t.Fatal(err)
			}
			text := chart.Text(width)
			if strings.ContainsAny(text, "\x1b\r\t") {
				t.Errorf("%s: %q steers a terminal", name, text)
			}
			if line := tooWide(text, width); line != "" {
				t.Errorf("%s: wider than %d columns: %s", name, width, line)
			}
		}
	}
}

func TestACalendarHasAWeekInEachRow(t *testing.T) {
	chart := Calendar("coverage", map[string]float64{"2026-01-01": 532, "2026-01-02": 0, "2026-01-05": 1000, "2026-01-12": 250, "no day": 1})
	want := `coverage

                Mon      Tue      Wed      Thu      Fri      Sat      Sun
2025-12-29                             ▓   532  ·     0
2026-01-05  █ 1,000
2026-01-12  ░   250

· none, ░ to 250, ▒ to 500, ▓ to 750, █ to 1,000
`
	if diff := cmp.Diff(want, chart.Text(80)); diff != "" {
		t.Error(diff)
	}
	if text := Calendar("coverage", nil).Text(80); !strings.Contains(text, "nothing to draw") {
		t.Errorf("an empty one is %q", text)
	}
}

func TestSeveralNumbersOfADateAreALineEach(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "day", Type: arrow.FixedWidthTypes.Date32}, {Name: "users", Type: arrow.PrimitiveTypes.Int32}, {Name: "events", Type: arrow.PrimitiveTypes.Int64},
	}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema,
		strings.NewReader(`[{"day":"2026-01-02","users":3,"events":9},{"day":"2026-01-01","users":2,"events":8}]`))
	if err != nil {
		t.Fatal(err)
	}
	chart, err := Of("x", batch)
	want := []Series{{"events", []float64{8, 9}}, {"users", []float64{2, 3}}}
	if diff := cmp.Diff(want, chart.Series); err != nil || diff != "" || chart.Kind != Lines {
		t.Errorf("%v, kind %d\n%s", err, chart.Kind, diff)
	}
}

// barred is the text of a chart of bars.
func barred(width int, labels []string, values ...float64) []string {
	chart := Chart{Kind: Bars, Labels: labels, Series: []Series{{"count", values}}}
	return strings.Split(chart.Text(width), "\n")[1:]
}

func TestABarIsAsLongAsItsNumber(t *testing.T) {
	for _, tt := range []struct {
		values, want []float64 // want is each bar as a part of all that are the longest of their side
	}{
		{[]float64{100, 50, 25, 0, 1}, []float64{1, 0.5, 0.25, 0, 0.01}},
		{[]float64{1e15, 5e14, 2.5e14, 0, 1e13}, []float64{1, 0.5, 0.25, 0, 0.01}},
		{[]float64{1e308, -1e308, 0, 0, 0}, []float64{0.5, 0.5, 0, 0, 0}},
		{[]float64{0.004, 0.002, math.NaN(), math.Inf(1), 0}, []float64{1, 0.5, 0, 0, 0}},
		{[]float64{-100, -50, -25, 0, -1}, []float64{1, 0.5, 0.25, 0, 0.01}},
		{[]float64{100, -50, -25, 0, 1}, []float64{2. / 3, 1. / 3, 1. / 6, 0, 0}},
		{[]float64{1, -49, -24.5, 0, 1}, []float64{0.02, 0.98, 0.49, 0, 0.02}},
	} {
		lines := barred(120, []string{"a", "b", "c", "d", "e"}, tt.values...)
		longest, drawn := 0., []float64{}
		for i, want := range tt.want {
			drawn = append(drawn, float64(strings.Count(lines[i], block)))
			if want > 0.1 {
				longest = max(longest, drawn[i]/want)
			}
		}
		for i, want := range tt.want {
			if longest < 90 || math.Abs(drawn[i]-want*longest) > 1.5 {
				t.Errorf("%v: %v has %v of %v characters, want %v of them\n%s", tt.values, tt.values[i], drawn[i], longest, want, strings.Join(lines, "\n"))
			}
		}
	}
}

func TestBarsOfNothingButZerosAreNoBars(t *testing.T) {
	if text := strings.Join(barred(80, []string{"a", "b"}, 0, 0), "\n"); strings.Contains(text, block) || !strings.HasSuffix(text, "count, from 0 to 0\n") {
		t.Errorf("drew %s", text)
	}
}

func TestAResultWithoutNumbersIsRefused(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String}}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"name":"a"}]`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Of("x", batch); mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "name") {
		t.Errorf("error = %v", err)
	}
}

func TestPicturesAreWhole(t *testing.T) {
	for name, rows := range chartsOf(t) {
		chart, err := Of("<script>alert(1)</script> & "+name, rows)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := chart.Picture(".svg")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if problem := wellFormed(svg); problem != nil {
			t.Errorf("%s: %v in %s", name, problem, svg)
		}
		image, err := chart.Picture(".png")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if _, err := png.Decode(bytes.NewReader(image)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		page, err := chart.Picture(".html")
		if err != nil || bytes.Contains(page, []byte("<script")) || bytes.Contains(page, []byte("src=")) || !bytes.Contains(page, []byte("<svg")) {
			t.Errorf("%s: %v, or the page runs or loads something", name, err)
		}
	}
	if _, err := (Chart{}).Picture(".gif"); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("error = %v", err)
	}
}

func wellFormed(text []byte) error {
	for decoder := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
