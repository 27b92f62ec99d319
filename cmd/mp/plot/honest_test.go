package plot

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// drawn is the chart of a date or name and a number in each row.
func drawn(t *testing.T, kind arrow.DataType, rows ...string) Chart {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "d", Type: kind, Nullable: true}, {Name: "v", Type: arrow.PrimitiveTypes.Float64, Nullable: true}}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader("["+strings.Join(rows, ",")+"]"))
	if err != nil {
		t.Fatal(err)
	}
	chart, err := Of("x", batch)
	if err != nil {
		t.Fatal(err)
	}
	return chart
}

func row(d string, v float64) string { return fmt.Sprintf(`{"d":%q,"v":%v}`, d, v) }

func svgOf(t *testing.T, chart Chart) string {
	t.Helper()
	svg, err := chart.Picture(".svg")
	if err != nil {
		t.Fatal(err)
	}
	return string(svg)
}

var svgText = regexp.MustCompile(`<text x="(\d+)"[^>]*>([^<]*)</text>`)

// barsIn are the left and right ends of the filled bars.
func barsIn(svg string) (bars [][2]int) {
	for _, path := range regexp.MustCompile(`<path\s+d="M (\d+) \d+\s?L (\d+) \d+[^"]*" style="[^"]*fill:rgb\(84,112,198\)`).FindAllStringSubmatch(svg, -1) {
		var ends [2]int
		fmt.Sscan(path[1], &ends[0])
		fmt.Sscan(path[2], &ends[1])
		bars = append(bars, ends)
	}
	return bars
}

func TestBarsOfAPictureBeginAtZero(t *testing.T) {
	bars := barsIn(svgOf(t, drawn(t, arrow.BinaryTypes.String, row("a", 1000), row("b", 1001), row("c", 1003))))
	if len(bars) != 3 {
		t.Fatalf("%d bars", len(bars))
	}
	for i, bar := range bars {
		if width := bar[1] - bar[0]; width < 500 || bar[0] != bars[0][0] {
			t.Errorf("bar %d goes from %d to %d", i, bar[0], bar[1])
		}
	}
	bars = barsIn(svgOf(t, drawn(t, arrow.BinaryTypes.String, row("a", -50), row("b", 100), row("c", 0))))
	if len(bars) != 3 || bars[0][1] != bars[1][0] || bars[2][0] != bars[2][1] || bars[0][1]-bars[0][0] < (bars[1][1]-bars[1][0])*9/20 {
		t.Errorf("bars of -50, 100, 0 are %v", bars)
	}
}

func TestNoNumberOfAnAxisStandsTwice(t *testing.T) {
	for _, top := range []float64{1003, 9.007199254740993e15, 0.004, 1, 3, 7, 1e300, 1e306, 5e-300} {
		for _, low := range []float64{0, -top, -top / 3} {
			axis := scaleOf(low, top, 10)
			seen := map[string]bool{}
			for _, tick := range axis.ticks() {
				text := Chart{}.number(tick)
				if seen[text] || tick < axis.low-axis.step/2 || tick > axis.high+axis.step/2 {
					t.Errorf("%v to %v: %s twice or outside in %v", low, top, text, axis.ticks())
				}
				seen[text] = true
			}
			if n := len(axis.ticks()); n < 4 || n > 22 || !seen["0"] || axis.low > low*(1-1e-9) || axis.high < top*(1-1e-9) {
				t.Errorf("%v to %v: %v", low, top, axis.ticks())
			}
		}
	}
}

func TestNoNumberOfAPictureTouchesAnother(t *testing.T) {
	svg := svgOf(t, drawn(t, arrow.BinaryTypes.String, row("a", 9007199254740993), row("b", 5)))
	texts := map[string]int{}
	for _, text := range svgText.FindAllStringSubmatch(svg, -1) {
		texts[text[2]]++
	}
	for text, n := range texts {
		if n > 1 {
			t.Errorf("%s stands %d times", text, n)
		}
	}
}

// days are rows of consecutive days.
func days(n int, value func(i int) float64) (rows []string) {
	for i := range n {
		rows = append(rows, row(time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), value(i)))
	}
	return rows
}

func TestAPeakIsSeenHoweverManyDatesThereAre(t *testing.T) {
	for _, n := range []int{34, 50, 66, 100, 400, 5000} {
		for _, peak := range []int{0, 1, 17, n/2 + 1, n - 1} {
			chart := drawn(t, arrow.FixedWidthTypes.Date32, days(n, func(i int) float64 {
				if i == peak {
					return 1000
				}
				return 10
			})...)
			text := chart.Text(80)
			if line := strings.Split(text, "\n")[2]; !strings.ContainsAny(line, "─│╭╮╰╯╴╶┼") {
				t.Errorf("no peak at %d of %d:\n%s", peak, n, text)
			}
			if told := strings.Contains(text, "the least and the greatest"); told != (n > 66) {
				t.Errorf("%d dates: says that places are shared: %v", n, told)
			}
		}
	}
}

func TestADateWithoutARowIsAGap(t *testing.T) {
	chart := drawn(t, arrow.FixedWidthTypes.Date32, row("2026-01-01", 1), row("2026-01-02", 2), row("2026-01-05", 3), row("2026-01-31", 4))
	if len(chart.Labels) != 31 || chart.Labels[4] != "2026-01-05" || !math.IsNaN(chart.Series[0].Values[3]) || chart.Series[0].Values[4] != 3 {
		t.Errorf("%v\n%v", chart.Labels, chart.Series)
	}
	if text := chart.Text(80); strings.Count(text, "╶") < 2 {
		t.Errorf("no gap in\n%s", text)
	}
}

func TestATimeAxisHasTheStepOfItsDates(t *testing.T) {
	for name, tt := range map[string]struct {
		dates []string
		want  []string
	}{
		"weeks":     {[]string{"2026-01-05", "2026-01-12", "2026-01-26"}, []string{"2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"}},
		"months":    {[]string{"2026-01-01", "2026-02-01", "2026-04-01"}, []string{"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"}},
		"of months": {[]string{"2025-12", "2026-02"}, []string{"2025-12", "2026-01", "2026-02"}},
		"hours":     {[]string{"2026-01-01T22:00:00", "2026-01-02T01:00:00"}, []string{"2026-01-01T22:00:00", "2026-01-01T23:00:00", "2026-01-02T00:00:00", "2026-01-02T01:00:00"}},
		"one":       {[]string{"2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00"}, []string{"2026-01-01T00:00:00Z"}},
	} {
		c := Chart{Labels: tt.dates, Series: []Series{{"a", make([]float64, len(tt.dates))}}}.timeline()
		if diff := cmp.Diff(tt.want, c.Labels); diff != "" && name != "one" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if len(c.Series[0].Values) != len(c.Labels) {
			t.Errorf("%s: %d values of %d dates", name, len(c.Series[0].Values), len(c.Labels))
		}
	}
	for _, last := range []string{"2150-12-31", "9999-12-31"} {
		c := Chart{Labels: []string{"2026-01-02", last}, Series: []Series{{"a", []float64{1, 2}}}}.timeline()
		if n := len(c.Labels); n > 2*maxMoments || len(c.Series[0].Values) != n || (n == 2) != strings.Contains(c.LeftOut, "too far apart") {
			t.Errorf("%d dates to %s; %s", n, last, c.LeftOut)
		}
	}
}

func TestDatesThatAreTextAreALine(t *testing.T) {
	chart := drawn(t, arrow.BinaryTypes.String, days(40, func(i int) float64 { return float64(i) })...)
	if chart.Kind != Lines || len(chart.Labels) != 40 {
		t.Errorf("kind %d with %d labels", chart.Kind, len(chart.Labels))
	}
	chart = drawn(t, arrow.BinaryTypes.String, row("2026-01-01", 1), row("other", 2))
	if chart.Kind != Bars {
		t.Errorf("names are kind %d", chart.Kind)
	}
}

func TestWhatIsNotDrawnOfRowsIsSaid(t *testing.T) {
	rows := append(days(3, func(i int) float64 { return 1 }), `{"d":null,"v":5}`, row("2026-01-02", 7))
	chart := drawn(t, arrow.FixedWidthTypes.Date32, rows...)
	if !strings.Contains(chart.LeftOut, "numbers without a date, left out: 1") || !strings.Contains(chart.LeftOut, "greatest") || chart.Series[0].Values[1] != 7 {
		t.Errorf("%q, %v", chart.LeftOut, chart.Series)
	}
}

func TestBarsBelowZeroGoToTheLeftInText(t *testing.T) {
	text := drawn(t, arrow.BinaryTypes.String, row("a", -50), row("b", 100), row("c", 0)).Text(60)
	lines := strings.Split(text, "\n")
	zero := strings.Index(lines[3], block)
	if left := strings.LastIndex(lines[2], block); zero < 0 || prettytext.StringWidth(lines[2][:left]) != prettytext.StringWidth(lines[3][:zero])-1 {
		t.Errorf("the bars do not meet at zero:\n%s", text)
	}
	if strings.Contains(lines[4], block) || !strings.Contains(text, "from -50 to 100") {
		t.Errorf("drew\n%s", text)
	}
}

func TestALineThatOthersCoverIsSaidToBeThere(t *testing.T) {
	same := []float64{1, 2, 3}
	chart := Chart{Kind: Lines, Labels: []string{"2026-01-01", "2026-01-02", "2026-01-03"}, Series: []Series{
		{"a", same}, {"b", same}, {"c", []float64{3, 2, 1}}, {"d", gaps(3)},
	}}
	text := chart.Text(80)
	for _, want := range []string{"── a (behind the others)\n", "** b\n", "++ c\n", "oo d (no values)\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestLinesBelowZeroAreDrawn(t *testing.T) {
	text := drawn(t, arrow.FixedWidthTypes.Date32, days(10, func(i int) float64 { return float64(i*20 - 90) })...).Text(80)
	if !strings.Contains(text, "-100 ┤") && !strings.Contains(text, "-100 ┼") {
		t.Errorf("no axis below zero in\n%s", text)
	}
}

func TestATitleIsSeenWholeAndStandsAboveItsNotes(t *testing.T) {
	chart := drawn(t, arrow.BinaryTypes.String, row("a", 1))
	chart.Title, chart.LeftOut = strings.Repeat("many words ", 30), "5 more are left out"
	if text := strings.ReplaceAll(chart.Text(80), "\n", " "); strings.Count(text, "many") != 30 {
		t.Errorf("drew %s", text)
	}
	svg := svgOf(t, chart)
	if strings.Count(svg, "many") != 30 || !strings.Contains(svg, "5 more are left out") {
		t.Error("the picture does not have the whole title")
	}
	at := map[string]bool{}
	for _, text := range regexp.MustCompile(`<text x="20" y="(\d+)"`).FindAllStringSubmatch(svg, -1) {
		if at[text[1]] {
			t.Errorf("two texts at %s", text[1])
		}
		at[text[1]] = true
	}
}
