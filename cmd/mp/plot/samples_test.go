package plot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/result"
)

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

// days are rows of consecutive days.
func days(n int, value func(i int) float64) (rows []string) {
	for i := range n {
		rows = append(rows, row(time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), value(i)))
	}
	return rows
}
