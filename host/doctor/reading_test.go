package doctor_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/doctor"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// stream is a reader of one batch, given again and again, that ends with an error.
type stream struct {
	batch  arrow.RecordBatch
	left   int
	end    error
	closed int
}

func (s *stream) Schema() *arrow.Schema { return s.batch.Schema() }
func (s *stream) Close() error          { s.closed++; return nil }
func (s *stream) Next(context.Context) (arrow.RecordBatch, error) {
	if s.left == 0 {
		return nil, s.end
	}
	s.left--
	return s.batch, nil
}

// rows are a batch with times a second apart from 1970 on, in milliseconds as another engine may give them.
func rows(properties ...string) arrow.RecordBatch {
	builder := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema([]arrow.Field{
		{Name: "properties", Type: arrow.BinaryTypes.LargeString, Nullable: true},
		{Name: "plan", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "event_time", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}},
	}, nil))
	for i, text := range properties {
		if text == "" {
			builder.Field(0).AppendNull()
		} else {
			builder.Field(0).(*array.LargeStringBuilder).Append(text)
		}
		builder.Field(1).AppendNull()
		builder.Field(2).(*array.TimestampBuilder).Append(arrow.Timestamp(i * 1000))
	}
	return builder.NewRecordBatch()
}

func TestOnlyRowsWithBothTimesGiveReadings(t *testing.T) {
	reader := &stream{left: 2, end: io.EOF, batch: rows(
		`{"time":1767261600,"mp_processing_time_ms":1767261605123}`,
		`{"mp_processing_time_ms":1767261605123,"Time":3,"time":1767261600123}`,
		`{"time":1767261600}`,
		`{"time":1767261600,"MP_PROCESSING_TIME_MS":1767261605123}`,
		`{"time":1767261600,"mp_processing_time_ms":"soon"}`,
		`{"time":1767261600,"mp_processing_time_ms":-1}`,
		`{"time":1767261600,"mp_processing_time_ms":99999999999999999999}`,
		`{"mp_processing_time_ms":1767261605123}`,
		`{"time":`, `[]`, ``,
	)}
	got, count, err := doctor.ReadAll(t.Context(), reader)
	if err != nil || count != 22 || reader.closed != 1 {
		t.Fatalf("%d rows, %v, closed %d times", count, err, reader.closed)
	}
	once := []doctor.Reading{
		{Sent: 1767261600_000_000, Stored: 0, Processed: 1767261605_123_000},
		{Sent: 1767261600_123_000, Stored: time.Second.Microseconds(), Processed: 1767261605_123_000},
	}
	if diff := cmp.Diff(append(once, once...), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where a program knows Arrow's type of JSON, such as one that writes Parquet, properties come in it.
func TestPropertiesMayBeOfTheTypeOfJSON(t *testing.T) {
	plain := rows(`{"time":1767261600,"mp_processing_time_ms":1767261605123}`)
	kind, err := extensions.NewJSONType(arrow.BinaryTypes.LargeString)
	if err != nil {
		t.Fatal(err)
	}
	fields := plain.Schema().Fields()
	fields[0].Type = kind
	columns := append([]arrow.Array{array.NewExtensionArrayWithStorage(kind, plain.Column(0))}, plain.Columns()[1:]...)
	reader := &stream{left: 1, end: io.EOF, batch: array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, plain.NumRows())}
	if got, _, err := doctor.ReadAll(t.Context(), reader); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestAReaderThatFailsGivesNoReadings(t *testing.T) {
	broken := errors.New("the engine is gone")
	reader := &stream{left: 1, end: broken, batch: rows(`{"time":1767261600,"mp_processing_time_ms":1767261605123}`)}
	if got, _, err := doctor.ReadAll(t.Context(), reader); !errors.Is(err, broken) || got != nil || reader.closed != 1 {
		t.Errorf("%v, %v, closed %d times", got, err, reader.closed)
	}
}

func TestATableOfSomethingElseIsRefused(t *testing.T) {
	builder := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema([]arrow.Field{
		{Name: "event_time", Type: arrow.BinaryTypes.String}, {Name: "properties", Type: arrow.PrimitiveTypes.Int64},
	}, nil))
	reader := &stream{left: 1, end: io.EOF, batch: builder.NewRecordBatch()}
	if _, _, err := doctor.ReadAll(t.Context(), reader); mperr.CodeOf(err) != "INVALID_ARGUMENT" || reader.closed != 1 {
		t.Errorf("%v, closed %d times", err, reader.closed)
	}
}
