package storage

import (
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// MaxTop is the most values that a question may ask to be listed by their frequency.
const MaxTop = 10_000

// ColumnStats asks for figures of one column of a table, or of an expression over its columns.
//
// The answer has one row:
//
//	dtype         utf8: the engine's name of the type
//	count         int64: rows with a value
//	null_count    int64: rows without; count + null_count are the rows of the table
//	unique_count  int64: different values, exactly
//	numeric       bool: the values are numbers
//	min, max      utf8: the least and the greatest number as text, exactly; null unless numeric, or where there are none
//	mean, std     float64: mean and sample standard deviation; null unless numeric, std also of a single value
//	top_values    list<struct<value utf8, count int64>>: the most frequent values as text, by count descending and then by
//	              value; no nulls
type ColumnStats struct {
	// Table is the table's name.
	Table string
	// Column is the name of a column, as it is and without quotes, or else an expression in the engine's own dialect, such as
	// properties->>'$.country'. It reaches neither files nor the network and changes nothing.
	Column string
	// Top is how many of the most frequent values are listed; 0 is none, [MaxTop] the most.
	Top int
}

// Name is column.
func (ColumnStats) Name() string { return "column" }

// Check refuses a question without a table or a column, and a Top that no answer has.
func (q ColumnStats) Check() error {
	if err := checkNamed(q.Table); err != nil {
		return err
	}
	if q.Column == "" {
		return &mperr.InvalidArgument{Argument: "column", Reason: "needs the name of a column or an expression"}
	}
	return checkTop("top", q.Top)
}

// checkTop refuses a number of values that no answer lists.
func checkTop(argument string, top int) error {
	if top >= 0 && top <= MaxTop {
		return nil
	}
	return &mperr.InvalidArgument{
		Argument: argument, Value: strconv.Itoa(top), Reason: "must be from 0 to " + strconv.Itoa(MaxTop),
	}
}

// Schema is the schema of the answer.
func (ColumnStats) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "dtype", Type: answerText},
		{Name: "count", Type: answerCount},
		{Name: "null_count", Type: answerCount},
		{Name: "unique_count", Type: answerCount},
		{Name: "numeric", Type: arrow.FixedWidthTypes.Boolean},
		{Name: "min", Type: answerText, Nullable: true},
		{Name: "max", Type: answerText, Nullable: true},
		{Name: "mean", Type: answerNumber, Nullable: true},
		{Name: "std", Type: answerNumber, Nullable: true},
		{Name: "top_values", Type: arrow.ListOf(arrow.StructOf(
			arrow.Field{Name: "value", Type: answerText}, arrow.Field{Name: "count", Type: answerCount},
		))},
	}, nil)
}

func (ColumnStats) question() {}
