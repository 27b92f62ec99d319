package stored

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// row is a row of an answer. What it gives are copies.
type row struct {
	batch arrow.RecordBatch
	at    int
}

// ask calls take for each row of the answer to a question.
func ask(ctx context.Context, store storage.Analyzer, question storage.Question, take func(row)) error {
	reader, err := store.Analyze(ctx, question)
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }() // all of it was read, or the error is told
	if err := storage.CheckAnswer(question, reader.Schema()); err != nil {
		return &mperr.StorageFailed{Message: err.Error(), Cause: err}
	}
	for {
		batch, err := reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for at := range int(batch.NumRows()) {
			take(row{batch, at})
		}
	}
}

// The types of the cells are those of the question's schema, which ask has looked at.

func (r row) null(i int) bool { return r.batch.Column(i).IsNull(r.at) }

func (r row) text(i int) string { return strings.Clone(r.batch.Column(i).(*array.String).Value(r.at)) }

func (r row) integer(i int) int64 { return r.batch.Column(i).(*array.Int64).Value(r.at) }

func (r row) float(i int) float64 { return r.batch.Column(i).(*array.Float64).Value(r.at) }

func (r row) boolean(i int) bool { return r.batch.Column(i).(*array.Boolean).Value(r.at) }

// time is the zero time where there is none.
func (r row) time(i int) time.Time {
	if r.null(i) {
		return time.Time{}
	}
	return r.batch.Column(i).(*array.Timestamp).Value(r.at).ToTime(arrow.Microsecond).UTC()
}

func (r row) someText(i int) *string {
	if r.null(i) {
		return nil
	}
	return new(r.text(i))
}

func (r row) someFloat(i int) *float64 {
	if r.null(i) {
		return nil
	}
	return new(r.float(i))
}
