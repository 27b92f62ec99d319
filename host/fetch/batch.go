package fetch

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Bounds of a batch: bigger ones make nothing faster, and several workers each hold one.
const (
	batchBytes = 1 << 20
	batchRows  = 8 << 10
)

// batch collects rows until they make an Arrow record batch.
type batch struct {
	builder *array.RecordBuilder
	names   *array.StringBuilder
	times   *array.TimestampBuilder
	ids     *array.StringBuilder
	inserts *array.StringBuilder
	bags    *array.StringBuilder
	days    *array.Date32Builder
	rows    int
	bytes   int
	// typical is the number of rows of the last full batch and typicalBags the bytes of their properties, to make room for
	// as many.
	typical, typicalBags int
}

func newBatch(schema *arrow.Schema) *batch {
	builder := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	return &batch{
		builder: builder,
		names:   builder.Field(0).(*array.StringBuilder),
		times:   builder.Field(1).(*array.TimestampBuilder),
		ids:     builder.Field(2).(*array.StringBuilder),
		inserts: builder.Field(3).(*array.StringBuilder),
		bags:    builder.Field(4).(*array.StringBuilder),
		days:    builder.Field(5).(*array.Date32Builder),
	}
}

// add appends a row, copying the event's texts. Micros is the true time.
func (b *batch) add(event *scan.Event, insertID []byte, micros int64, d day) {
	if b.rows == 0 {
		b.reserve()
	}
	b.names.BinaryBuilder.Append(event.Name)
	b.times.Append(arrow.Timestamp(micros))
	b.ids.BinaryBuilder.Append(event.DistinctID)
	b.inserts.BinaryBuilder.Append(insertID)
	b.bags.BinaryBuilder.Append(event.Properties)
	b.days.Append(arrow.Date32(d))
	b.rows++
	b.bytes += len(event.Name) + len(event.DistinctID) + len(insertID) + len(event.Properties) + 32
}

// reserve makes room at once for what a batch usually holds: growing by doubling copies every byte once more.
func (b *batch) reserve() {
	if b.typical == 0 {
		return
	}
	b.builder.Reserve(b.typical)
	b.bags.ReserveData(b.typicalBags)
}

func (b *batch) full() bool { return b.bytes >= batchBytes || b.rows >= batchRows }

// take gives the batch and begins another. The caller releases it.
func (b *batch) take() arrow.RecordBatch {
	if b.full() {
		b.typical, b.typicalBags = b.rows+b.rows/8, b.bags.DataLen()+b.bags.DataLen()/16
	}
	b.rows, b.bytes = 0, 0
	return b.builder.NewRecordBatch()
}

func (b *batch) release() { b.builder.Release() }

var eventsSchema = storage.EventsSchema()
