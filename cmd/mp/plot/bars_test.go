package plot

import (
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

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

func TestNumbersMayBeNames(t *testing.T) {
	for _, tt := range []struct {
		columns [2]string
		rows    string
		labels  []string
		values  []float64
	}{
		{[2]string{"hour", "n"}, `[{"hour":9,"n":5},{"hour":10,"n":7}]`, []string{"9", "10"}, []float64{5, 7}},
		{[2]string{"count", "hour"}, `[{"hour":9,"count":5},{"hour":10,"count":7}]`, []string{"9", "10"}, []float64{5, 7}},
	} {
		var fields []arrow.Field
		for _, name := range tt.columns {
			fields = append(fields, arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int64})
		}
		batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema(fields, nil), strings.NewReader(tt.rows))
		if err != nil {
			t.Fatal(err)
		}
		chart, err := Of("x", batch)
		if err != nil || chart.Kind != Bars || cmp.Diff(tt.labels, chart.Labels) != "" || cmp.Diff(tt.values, chart.Series[0].Values) != "" {
			t.Errorf("%v: %v, %+v", tt.columns, err, chart)
		}
	}
}
