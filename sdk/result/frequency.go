package result

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// FrequencyFields are the parts that [NewFrequency] makes a FrequencyResult from.
type FrequencyFields struct {
	// Event is the event that counted as being active; "" is any.
	Event string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Unit is day, week or month. Required.
	Unit string
	// AddictionUnit is hour or day. Required.
	AddictionUnit string
	// Data has, for the date that each period begins with, the users who were active in at least 1, 2, 3, … addiction units
	// of it; none is negative.
	Data map[string][]int64
}

// FrequencyResult is how many users were active in how many hours or days of each period.
type FrequencyResult struct {
	period

	fields FrequencyFields
	table  lazyTable
}

// NewFrequency validates the fields and copies the data; see the package text for the error.
func NewFrequency(f FrequencyFields) (*FrequencyResult, error) {
	over := periodOf(f.FromDate, f.ToDate, f.Unit)
	if err := cmp.Or(checkText("event", f.Event), over.check(), checkAddiction(f.AddictionUnit), checkData(f.Data)); err != nil {
		return nil, err
	}
	f.Data = copyData(f.Data)
	return &FrequencyResult{period: over, fields: f}, nil
}

func checkAddiction(unit string) error {
	if unit == "hour" || unit == "day" {
		return nil
	}
	return refuseOther("addiction_unit", unit, "hour", "day")
}

func checkData(data map[string][]int64) error {
	for _, date := range slices.Sorted(maps.Keys(data)) {
		if err := checkMoment(fmt.Sprintf("data[%q]", date), date); err != nil {
			return err
		}
		for i, users := range data[date] {
			if err := checkCount(fmt.Sprintf("data[%q][%d]", date, i), users); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyData has no nil, as JSON readers expect an object of lists.
func copyData(data map[string][]int64) map[string][]int64 {
	out := make(map[string][]int64, len(data))
	for date, users := range data {
		out[date] = listed(slices.Clone(users))
	}
	return out
}

// Event is the event that counted as being active; "" where any did.
func (r *FrequencyResult) Event() string { return r.fields.Event }

// AddictionUnit is hour or day.
func (r *FrequencyResult) AddictionUnit() string { return r.fields.AddictionUnit }

// Data is a copy of the users by the date that each period begins with; see [FrequencyFields].
func (r *FrequencyResult) Data() map[string][]int64 { return copyData(r.fields.Data) }

// MarshalJSON has the keys event (a name or null), from_date, to_date, unit, addiction_unit and data ({date: [users]},
// sorted).
func (r *FrequencyResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event         *string            `json:"event"`
		FromDate      string             `json:"from_date"`
		ToDate        string             `json:"to_date"`
		Unit          string             `json:"unit"`
		AddictionUnit string             `json:"addiction_unit"`
		Data          map[string][]int64 `json:"data"`
	}{
		orNull(r.fields.Event), r.from, r.to, r.unit, r.fields.AddictionUnit, copyData(r.fields.Data),
	})
}

// Table has a row for each period: date, and a column period_1, period_2, … with the users who were active in at least so
// many addiction units, null where a row is shorter than others.
func (r *FrequencyResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *FrequencyResult) buildTable() arrow.RecordBatch {
	dates := sortedKeys(r.fields.Data)
	users := each(dates, func(date string) []int64 { return r.fields.Data[date] })
	columns := []column{texts("date", dates)}
	for i := range longest(users) {
		columns = append(columns, someIntegers(fmt.Sprintf("period_%d", i+1), across(users, i)))
	}
	return batchOf(len(dates), columns...)
}
