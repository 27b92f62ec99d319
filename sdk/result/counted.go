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

// counted is a series and the type of its counts; its methods are those of the results that have one.
type counted struct {
	kind   string
	series Series
}

// countedOf copies both levels of the series; what was nil is empty, as JSON readers expect an object.
func countedOf(kind string, series Series) counted {
	own := make(Series, len(series))
	for name, counts := range series {
		own[name] = make(map[string]float64, len(counts))
		maps.Copy(own[name], counts)
	}
	return counted{kind, own}
}

// Type is what was counted: general, unique or average.
func (c counted) Type() string { return c.kind }

// Series is a copy of the counts by name and date; whole unless Type is average.
func (c counted) Series() Series { return countedOf(c.kind, c.series).series }

// check wants one of the types, and counts that are not negative, and whole unless they are averages.
func (c counted) check() error {
	switch c.kind {
	case general, unique, average:
	default:
		return refuseOther("type", c.kind, general, unique, average)
	}
	for _, name := range sortedKeys(c.series) {
		place := fmt.Sprintf("series[%q]", name)
		if err := checkText(place, name); err != nil {
			return err
		}
		for _, date := range sortedKeys(c.series[name]) {
			cell := fmt.Sprintf("%s[%q]", place, date)
			if err := cmp.Or(checkMoment(cell, date), c.checkCount(cell, c.series[name][date])); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkCount wants a number that counting can give.
func (c counted) checkCount(field string, n float64) error {
	text := strconv.FormatFloat(n, 'g', -1, 64)
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0) || n < 0:
		return refuse(field, text, "must not be negative")
	case c.kind != average && (n != math.Trunc(n) || n > exactInFloat):
		return refuse(field, text, "must be whole")
	}
	return nil
}

// rows has a row for each count: date, the name under a column of its own, count. The rows are ordered by name, in the
// order of compare, and then by date.
func (c counted) rows(name string, compare func(a, b string) int) arrow.RecordBatch {
	var dates, names []string
	var counts []float64
	for _, of := range slices.SortedFunc(maps.Keys(c.series), compare) {
		for _, date := range sortedKeys(c.series[of]) {
			dates, names, counts = append(dates, date), append(names, of), append(counts, c.series[of][date])
		}
	}
	return batchOf(len(counts), texts("date", dates), texts(name, names), c.column(counts))
}

// column has whole numbers, or floats where they are averages.
func (c counted) column(counts []float64) column {
	if c.kind == average {
		return floats("count", counts)
	}
	return integers("count", each(counts, func(n float64) int64 { return int64(n) }))
}
