package plot

import (
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// columns are the columns of a result, sorted by what they can be in a chart.
type columns struct {
	batch arrow.RecordBatch
	names []string
	rows  int
	// date is the column of dates, -1 for none; step that of the number of a step.
	date, step int
	texts      []int
	numbers    []int
}

// asides are numbers that are no measure: they name a row, or are a share or a change of another number.
var asides = []string{
	"id", "funnel_id", "bookmark_id", "cohort_id", "project_id", "bucket_min", "cohort_size", "percent_change", "conversion_rate",
	"percentage", "coverage_percentage", "pct_of_total", "pct", "null_count", "next_count",
}

// counts are what is drawn where there are several numbers.
var counts = []string{"count", "user_count", "defined_count"}

// aboutNames are moments that say something of a name, as the date of its row does not.
var aboutNames = []string{"first_seen", "last_seen", "fetched_at", "modified", "computed_at"}

func readColumns(batch arrow.RecordBatch) columns {
	t := columns{batch: batch, rows: int(batch.NumRows()), date: -1, step: -1}
	for i, field := range batch.Schema().Fields() {
		t.names = append(t.names, field.Name)
		isDate := field.Name == "date" || field.Name == "day" || field.Name == "cohort_date" ||
			field.Type.ID() == arrow.DATE32 || field.Type.ID() == arrow.TIMESTAMP
		switch {
		case isDate && t.date < 0:
			t.date = i
		case field.Name == "step":
			t.step = i
		case isNumber(field.Type) && !slices.Contains(asides, field.Name):
			t.numbers = append(t.numbers, i)
		case isName(field.Type) && !slices.Contains([]string{"description", "properties"}, field.Name):
			t.texts = append(t.texts, i)
		}
	}
	if t.date >= 0 && len(t.texts) > 0 && slices.Contains(aboutNames, t.names[t.date]) {
		t.date = -1
	}
	if t.date < 0 {
		t = t.datesInText()
	}
	if t.date < 0 && len(t.texts) == 0 {
		t = t.namesInNumbers()
	}
	return t
}

// datesInText takes the first column of texts that are all dates for the dates.
func (t columns) datesInText() columns {
	for k, i := range t.texts {
		values := slices.DeleteFunc(t.column(i), func(text string) bool { return text == "" })
		if _, _, ok := momentsOf(values); ok {
			t.date, t.texts = i, slices.Delete(t.texts, k, k+1)
			break
		}
	}
	return t
}

// namesInNumbers takes the first of several numbers for the names of the rows, such as the hour of a day: the first that is
// no count.
func (t columns) namesInNumbers() columns {
	if len(t.numbers) < 2 || len(t.numbersNamed("period_")) > 0 {
		return t
	}
	at := 0
	if t.numbers[0] == t.value() && slices.Contains(counts, t.names[t.numbers[0]]) {
		at = 1
	}
	t.texts = []int{t.numbers[at]}
	t.numbers = slices.Delete(t.numbers, at, at+1)
	return t
}

func isName(kind arrow.DataType) bool {
	switch kind.ID() {
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW, arrow.DICTIONARY, arrow.BOOL:
		return true
	}
	return false
}

func isNumber(kind arrow.DataType) bool {
	return arrow.IsInteger(kind.ID()) || arrow.IsFloating(kind.ID()) || arrow.IsDecimal(kind.ID())
}

// numbersNamed are the numbers whose names begin so.
func (t columns) numbersNamed(prefix string) []int {
	return slices.DeleteFunc(slices.Clone(t.numbers), func(i int) bool { return !strings.HasPrefix(t.names[i], prefix) })
}

// find is the column of a name, -1 for none.
func (t columns) find(name string) int { return slices.Index(t.names, name) }

// value is the column that is drawn: count where there is one.
func (t columns) value() int {
	for _, name := range counts {
		if i := slices.Index(t.names, name); i >= 0 && slices.Contains(t.numbers, i) {
			return i
		}
	}
	return t.numbers[0]
}

// rate is the column of a share, -1 for none.
func (t columns) rate() int {
	return slices.IndexFunc(t.names, func(name string) bool {
		return name == "conversion_rate" || name == "percentage" || name == "pct_of_total" || name == "pct" || name == "coverage_percentage"
	})
}
