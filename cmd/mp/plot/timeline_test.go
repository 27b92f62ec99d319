package plot

import (
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
)

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
		if diff := cmp.Diff(tt.want, c.Labels); diff != "" {
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
