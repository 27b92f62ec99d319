package plot

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Calendar is a grid with a row for each week, from Monday, of the number of each day, YYYY-MM-DD. A day without a number
// has no value: 0 is a number. Days that are none are left out.
func Calendar(title string, numbers map[string]float64) Chart {
	chart := Chart{Kind: Grid, Title: title, Labels: []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}}
	days := slices.Sorted(maps.Keys(numbers))
	days = slices.DeleteFunc(days, func(day string) bool { _, err := time.Parse(time.DateOnly, day); return err != nil })
	if len(days) == 0 {
		return chart
	}
	first, _ := time.Parse(time.DateOnly, days[0])
	last, _ := time.Parse(time.DateOnly, days[len(days)-1])
	for monday := first.AddDate(0, 0, -weekday(first)); !monday.After(last); monday = monday.AddDate(0, 0, 7) {
		week := Series{monday.Format(time.DateOnly), gaps(7)}
		for i := range week.Values {
			if number, ok := numbers[monday.AddDate(0, 0, i).Format(time.DateOnly)]; ok {
				week.Values[i] = number
			}
		}
		chart.Series = append(chart.Series, week)
	}
	if more := len(chart.Series) - maxRows; more > 0 {
		chart.LeftOut = fmt.Sprintf("left out: %d earlier weeks", more)
		chart.Series = chart.Series[more:]
	}
	return chart
}

// weekday is 0 for Monday.
func weekday(day time.Time) int { return (int(day.Weekday()) + 6) % 7 }
