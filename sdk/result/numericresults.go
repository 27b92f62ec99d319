package result

import (
	"cmp"
	"fmt"
	"maps"

	"github.com/apache/arrow-go/v18/arrow"
)

// numericResults is a number for each date; its methods are those of the numeric answers that have one.
type numericResults struct{ byDate map[string]float64 }

// resultsOf copies the numbers; what was nil is empty, as JSON readers expect an object.
func resultsOf(byDate map[string]float64) numericResults {
	own := make(map[string]float64, len(byDate))
	maps.Copy(own, byDate)
	return numericResults{own}
}

// Results is a copy of the numbers by date.
func (r numericResults) Results() map[string]float64 { return resultsOf(r.byDate).byDate }

// check wants a finite number for each date.
func (r numericResults) check() error {
	for _, date := range sortedKeys(r.byDate) {
		field := fmt.Sprintf("results[%q]", date)
		if err := cmp.Or(checkMoment(field, date), checkFinite(field, r.byDate[date])); err != nil {
			return err
		}
	}
	return nil
}

// rows has a row for each date.
func (r numericResults) rows(name string) arrow.RecordBatch {
	dates := sortedKeys(r.byDate)
	return batchOf(len(dates), texts("date", dates), floats(name, each(dates, func(date string) float64 { return r.byDate[date] })))
}
