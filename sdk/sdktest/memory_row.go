package sdktest

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// memoryRow is a row where it arrived: a retained batch and a place in it. Nothing is converted, so nothing can change.
type memoryRow struct {
	batch arrow.RecordBatch
	at    int
}

// identity is Mixpanel's own key of an event: rows equal in all four are one event.
type identity struct {
	event, distinctID, insertID string
	time                        arrow.Timestamp
}

func (r memoryRow) identity() identity {
	return identity{
		event: r.text(storage.ColumnEventName), distinctID: r.text(storage.ColumnDistinctID), insertID: r.text(storage.ColumnInsertID),
		time: column[*array.Timestamp](r, storage.ColumnEventTime).Value(r.at),
	}
}

// column gives one of the columns that checkSchema has made sure of.
func column[A arrow.Array](row memoryRow, name string) A {
	return row.batch.Column(row.batch.Schema().FieldIndices(name)[0]).(A)
}

func (r memoryRow) text(name string) string { return column[*array.String](r, name).Value(r.at) }

func (r memoryRow) day() string {
	return column[*array.Date32](r, storage.ColumnProjectDay).Value(r.at).FormattedString()
}
