package fetch

import "github.com/apache/arrow-go/v18/arrow"

// lent is the batch that was given out last, which its reader has until it asks for the next one.
type lent struct{ batch arrow.RecordBatch }

func (l *lent) out(batch arrow.RecordBatch) arrow.RecordBatch {
	l.batch = batch
	return batch
}

func (l *lent) back() {
	if l.batch != nil {
		l.batch.Release()
		l.batch = nil
	}
}
