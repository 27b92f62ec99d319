package plot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

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

func TestADateStandsUnderItsPoint(t *testing.T) {
	for _, n := range []int{2, 3, 7, 20, 30, 31, 66} {
		for peak := range n {
			text := drawn(t, arrow.FixedWidthTypes.Date32, days(n, func(i int) float64 {
				if i == peak {
					return 1000
				}
				return 0
			})...).Text(80)
			lines := strings.Split(text, "\n")
			at := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "└") })
			if at < 0 {
				t.Fatalf("no axis in\n%s", text)
			}
			date := time.Date(2026, 1, 1+peak, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			start := strings.Index(lines[at+1], date)
			if start < 0 {
				continue
			}
			tick := start + len(date)/2
			axis := []rune(lines[at])
			left := slices.Index(axis, '└') + 1
			if want := left + place(peak, n, len(axis)-left); tick != want || axis[tick] != '┬' {
				t.Errorf("%d dates: %s stands at %d, its point at %d in\n%s", n, date, tick, want, text)
			}
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
