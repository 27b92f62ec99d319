package result

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// Series has a number for each name and date. A date begins with YYYY-MM-DD.
type Series = map[string]map[string]float64

// The types of counts.
const (
	// general counts events, unique users, average events for each user.
	general, unique, average = "general", "unique", "average"
)

// checkCountType wants one of the types of counts.
func checkCountType(counted string) error {
	switch counted {
	case general, unique, average:
		return nil
	}
	return refuseOther("type", counted, general, unique, average)
}

// checkSeries wants counts by name and date: not negative, and whole unless they are averages.
func checkSeries(series Series, counted string) error {
	for _, name := range slices.Sorted(maps.Keys(series)) {
		place := fmt.Sprintf("series[%q]", name)
		if err := checkText(place, name); err != nil {
			return err
		}
		for _, date := range slices.Sorted(maps.Keys(series[name])) {
			cell := fmt.Sprintf("%s[%q]", place, date)
			if err := cmp.Or(checkMoment(cell, date), checkCounted(cell, series[name][date], counted)); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkCounted wants a number that counting can give.
func checkCounted(field string, n float64, counted string) error {
	text := strconv.FormatFloat(n, 'g', -1, 64)
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0) || n < 0:
		return refuse(field, text, "must not be negative")
	case counted != average && (n != math.Trunc(n) || n > exactInFloat):
		return refuse(field, text, "must be whole")
	}
	return nil
}

// copySeries copies both levels; what was nil is empty, as JSON readers expect an object.
func copySeries(series Series) Series {
	out := make(Series, len(series))
	for name, counts := range series {
		out[name] = make(map[string]float64, len(counts))
		maps.Copy(out[name], counts)
	}
	return out
}

// tableOfSeries has a row for each count: date, the name under a column of its own, count. The rows are ordered by name, in
// the order given, and then by date.
func tableOfSeries(series Series, column string, names []string, counted string) arrow.RecordBatch {
	var dates, cells []string
	var counts []float64
	for _, name := range names {
		for _, date := range slices.Sorted(maps.Keys(series[name])) {
			dates, cells = append(dates, date), append(cells, name)
			counts = append(counts, series[name][date])
		}
	}
	return batchOf(len(counts), texts("date", dates), texts(column, cells), countColumn(counts, counted))
}

// countColumn has whole numbers, or floats where they are averages.
func countColumn(counts []float64, counted string) column {
	if counted == average {
		return floats("count", counts)
	}
	return integers("count", each(counts, func(n float64) int64 { return int64(n) }))
}

// checkTexts wants names; they may be empty.
func checkTexts(field string, names []string) error {
	for i, name := range names {
		if err := checkText(fmt.Sprintf("%s[%d]", field, i), name); err != nil {
			return err
		}
	}
	return nil
}
