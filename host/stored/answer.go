package stored

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Row is a row of an answer. What it gives are copies. The types of its cells are those of the question's schema, and a
// method for another type than the cell's panics. A null gives the zero value.
type Row struct {
	batch arrow.RecordBatch
	at    int
}

// Ask calls take for each row of the answer to a question. An answer that is not as the question's schema says, or that take
// has an error for, is an [mperr.StorageFailed] which says what it had: engines are not all mp's own. Other errors are those
// of [storage.Analyzer].
func Ask(ctx context.Context, store storage.Analyzer, question storage.Question, take func(Row) error) error {
	reader, err := store.Analyze(ctx, question)
	if err != nil {
		return err
	}
	if err := storage.CheckAnswer(question, reader.Schema()); err != nil {
		_ = reader.Close() // the error above is what is told
		return Unclear(question, err)
	}
	for batch, err := range Batches(ctx, reader) {
		if err != nil {
			return err
		}
		if err := takeAll(question, batch, take); err != nil {
			return Unclear(question, err)
		}
	}
	return nil
}

func takeAll(question storage.Question, batch arrow.RecordBatch, take func(Row) error) error {
	if err := storage.CheckAnswer(question, batch.Schema()); err != nil {
		return err
	}
	for at := range int(batch.NumRows()) {
		if err := take(Row{batch, at}); err != nil {
			return err
		}
	}
	return nil
}

// Unclear is the error for an answer that cannot be that to the question.
func Unclear(question storage.Question, cause error) error {
	return &mperr.StorageFailed{
		Message: "the store's answer to " + question.Name() + " is not to be understood: " + cause.Error(), Cause: cause,
		Fix: "ask whoever made the storage plugin",
	}
}

// Null says that a cell is null.
func (r Row) Null(i int) bool { return r.batch.Column(i).IsNull(r.at) }

// Text is a text.
func (r Row) Text(i int) string {
	if r.Null(i) {
		return ""
	}
	return strings.Clone(r.batch.Column(i).(*array.String).Value(r.at))
}

// Integer is a whole number.
func (r Row) Integer(i int) int64 {
	if r.Null(i) {
		return 0
	}
	return r.batch.Column(i).(*array.Int64).Value(r.at)
}

// Float is a number.
func (r Row) Float(i int) float64 {
	if r.Null(i) {
		return 0
	}
	return r.batch.Column(i).(*array.Float64).Value(r.at)
}

// Boolean is true or false.
func (r Row) Boolean(i int) bool { return !r.Null(i) && r.batch.Column(i).(*array.Boolean).Value(r.at) }

// Time is the zero time where there is none.
func (r Row) Time(i int) time.Time {
	if r.Null(i) {
		return time.Time{}
	}
	return r.batch.Column(i).(*array.Timestamp).Value(r.at).ToTime(arrow.Microsecond).UTC()
}

// SomeText is nil where there is none.
func (r Row) SomeText(i int) *string {
	if r.Null(i) {
		return nil
	}
	return new(r.Text(i))
}

// SomeFloat is nil where there is none.
func (r Row) SomeFloat(i int) *float64 {
	if r.Null(i) {
		return nil
	}
	return new(r.Float(i))
}

// Floats are the numbers of a list.
func (r Row) Floats(i int) []float64 {
	list := r.batch.Column(i).(*array.List)
	if list.IsNull(r.at) {
		return nil
	}
	start, end := list.ValueOffsets(r.at)
	return slices.Clone(list.ListValues().(*array.Float64).Float64Values()[start:end])
}
