package plot

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
)

// outliers are charts of what no screen has room for, and of what has hardly anything to draw.
func outliers() map[string]Chart {
	hundred := Chart{Labels: []string{"2026-01-01", "2026-01-02", "2026-01-03"}}
	for i := range 150 {
		hundred.Series = append(hundred.Series, Series{fmt.Sprint("segment ", i), []float64{float64(i), 1, math.NaN()}})
	}
	var points []point
	for _, series := range hundred.Series {
		for i, v := range series.Values {
			points = append(points, point{hundred.Labels[i], series.Name, v})
		}
	}
	long := strings.Repeat("a long name 東京 🎉 ", 6)
	dates := []string{"2026-01-01", "2026-01-02", "2026-01-03"}
	nan := math.NaN()
	charts := map[string]Chart{
		"150 series":    Chart{}.lines(points, "count"),
		"one point":     {Kind: Lines, Labels: dates, Series: []Series{{"a", []float64{nan, 5, nan}}}},
		"no value":      {Kind: Lines, Labels: dates, Series: []Series{{"a", []float64{nan, nan, nan}}}},
		"zeros":         {Kind: Lines, Labels: dates, Series: []Series{{"a", []float64{0, 0, 0}}}},
		"one label":     {Kind: Lines, Labels: dates[:1], Series: []Series{{"a", []float64{3}}}},
		"huge":          {Kind: Lines, Labels: dates, Series: []Series{{long, []float64{1e15, 9007199254740993, 3}}}},
		"endless":       {Kind: Lines, Labels: dates, Series: []Series{{"a", []float64{math.Inf(1), -1e308, 1e308}}}},
		"tiny":          {Kind: Lines, Labels: dates, Series: []Series{{"a", []float64{5e-324, 1e-300, 0}}}},
		"below zero":    {Kind: Lines, Labels: dates, Series: []Series{{"a", []float64{-3, -1e15, -2}}}},
		"long bars":     {Kind: Bars, Labels: []string{long, long + "2"}, Series: []Series{{long, []float64{1e15, -1e15}}}, Notes: []string{"100.0%", "3.2%"}},
		"one bar":       {Kind: Bars, Labels: []string{""}, Series: []Series{{"", []float64{1}}}},
		"long grid":     {Kind: Grid, Labels: dates, Series: []Series{{long, []float64{1e15, nan, -3}}, {long, []float64{math.Inf(1), 0, 1}}}},
		"empty cells":   {Kind: Grid, Percent: true, Labels: dates, Series: []Series{{"a", []float64{nan, nan, nan}}}},
		"zeros in grid": {Kind: Grid, Labels: dates, Series: []Series{{"a", []float64{0, 0, 0}}}},
	}
	for name, chart := range charts {
		chart.Title, chart.Question, chart.LeftOut = long, long, chart.LeftOut+long
		charts[name] = chart
	}
	return charts
}

func TestOutliersFitTheScreenAndThePicture(t *testing.T) {
	for name, chart := range outliers() {
		for _, width := range []int{1, 60, 80, 1000} {
			text := chart.Text(width)
			if line := tooWide(text, max(width, narrowest)); line != "" || strings.Contains(text, "NaN") {
				t.Errorf("%s at %d columns: %q in\n%s", name, width, line, text)
			}
		}
		picture, err := chart.Picture(".svg") // a PNG is the same picture, and slow
		if err == nil {
			err = wellFormed(picture)
		}
		if err != nil || bytes.Contains(picture, []byte("NaN")) {
			t.Errorf("%s.svg: %v", name, err)
		}
	}
}

func TestMoreSeriesThanCanBeToldApartAreCounted(t *testing.T) {
	chart := outliers()["150 series"]
	if len(chart.Series) != maxLines || chart.Series[0].Name != "segment 149" || !strings.Contains(chart.LeftOut, "left out: 144 smaller series") {
		t.Errorf("%d series, the first %s, %s", len(chart.Series), chart.Series[0].Name, chart.LeftOut)
	}
}
