package arrival

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// PanicError is a panic of the source of rows, caught on a thread of DuckDB's where it would have ended the process.
type PanicError struct {
	Value any
	Stack []byte
}

func (p *PanicError) Error() string { return fmt.Sprintf("panic: %v\n\n%s", p.Value, p.Stack) }

// pull takes the next batch that has rows from the source; nil at the end and after an error.
func (r *Rows) pull() (taken arrow.RecordBatch) {
	defer func() {
		if value := recover(); value != nil {
			r.panic = &PanicError{Value: value, Stack: debug.Stack()}
			r.err, taken = r.panic, nil
		}
	}()
	for r.err == nil && !r.ended {
		if r.err = r.ctx.Err(); r.err != nil {
			break
		}
		batch, err := r.source.Next(r.ctx)
		switch {
		case err == io.EOF: // an error that wraps it is a cut and not the end
			r.ended = true
		case err != nil:
			r.err = err
		case batch == nil:
			r.err = errors.New("the unit gave no batch and no error")
		case batch.NumRows() > 0:
			if r.err = r.take(batch); r.err == nil {
				return batch
			}
		}
	}
	return nil
}

func (r *Rows) take(batch arrow.RecordBatch) error {
	if err := r.check(batch, r.counted+1); err != nil {
		return err
	}
	for i, column := range r.columns {
		if days, ok := batch.Column(i).(*array.Date32); ok && column.Name == storage.ColumnProjectDay {
			r.countDays(days)
		}
	}
	if r.repeats != nil {
		r.repeats.add(batch, r.counted)
	}
	if r.census != nil {
		r.census.add(batch)
	}
	r.counted += batch.NumRows()
	return nil
}

// countDays counts by runs, as rows come in the order of their days.
func (r *Rows) countDays(days *array.Date32) {
	values := days.Date32Values()
	for from := 0; from < len(values); {
		to := from + 1
		for to < len(values) && values[to] == values[from] {
			to++
		}
		r.days[values[from]] += int64(to - from)
		from = to
	}
}
