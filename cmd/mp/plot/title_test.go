package plot

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/result"
)

func TestATitleSaysWhatTheResultIsAbout(t *testing.T) {
	for want, answered := range map[string]result.Result{
		"Sign Up by country, daily, 2026-01-01 – 2026-01-03":        segments(t, 3, "a", "b"),
		"Sign Up, daily, 2026-01-01":                                segments(t, 1, result.TotalSegment),
		"Buy funnel, 2026-01-01 – 2026-01-31":                       funnel(t),
		"Sign Up → Login retention, daily, 2026-01-01 – 2026-01-31": retention(t, 3),
		"all events: users by how many hours they did it in, weekly, 2026-01-01 – 2026-01-31": must[*result.FrequencyResult](t)(
			result.NewFrequency(result.FrequencyFields{FromDate: "2026-01-01", ToDate: "2026-01-31", Unit: "week", AddictionUnit: "hour"})),
		"View → Buy funnel, 2026-01-01": must[*result.FunnelResult](t)(result.NewFunnel(result.FunnelFields{
			FunnelID: 7, FromDate: "2026-01-01", ToDate: "2026-01-01", Steps: []result.StepFields{{Event: "View"}, {Event: "Buy"}},
		})),
	} {
		chart, err := OfResult("mp query x", answered)
		if err != nil || chart.Title != want || chart.Question != "mp query x" {
			t.Errorf("%v: %q over %q, want %q", err, chart.Title, chart.Question, want)
		}
		if text := chart.Text(80); !strings.HasPrefix(text, want+"\nmp query x\n") && len(want) < 80 {
			t.Errorf("drew\n%s", text)
		}
	}
}
