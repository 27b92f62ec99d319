package render

import (
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// batches are the record batches of rows: the engine's own, else one that is made of the values. Rows that come from
// elsewhere than an engine are lists that are in memory already.
func (r Rows) batches() (*Batches, error) {
	if r.Batches != nil {
		return r.Batches, nil
	}
	var rows [][]any
	for row, err := range r.All {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	batch := batchOf(r.Columns, rows)
	return &Batches{Schema: batch.Schema(), All: func(yield func(arrow.RecordBatch, error) bool) {
		defer batch.Release()
		yield(batch, nil)
	}}, nil
}

// Gathered are all rows in one batch, of which there may be so many; [mperr.InvalidArgument] for the flag where there are
// more. Its owner releases it.
func (r Rows) Gathered(flag string, most int64) (arrow.RecordBatch, error) {
	batches, err := r.batches()
	if err != nil {
		return nil, err
	}
	var group rowGroup
	defer group.release()
	for batch, err := range batches.All {
		if err != nil {
			return nil, err
		}
		if group.add(batch); group.rows > most {
			return nil, &mperr.InvalidArgument{Argument: flag, Reason: fmt.Sprintf("takes %d rows at most, and the result has more", most)}
		}
	}
	values := make([]arrow.Array, batches.Schema.NumFields())
	for i, field := range batches.Schema.Fields() {
		if values[i], err = group.column(i, field.Type); err != nil {
			return nil, err
		}
		defer values[i].Release()
	}
	return array.NewRecordBatch(batches.Schema, values, group.rows), nil
}

// column is a column of all that is gathered, in one piece.
func (g *rowGroup) column(i int, kind arrow.DataType) (arrow.Array, error) {
	if len(g.batches) == 0 {
		return array.MakeArrayOfNull(memory.DefaultAllocator, kind, 0), nil
	}
	parts := make([]arrow.Array, len(g.batches))
	for j, batch := range g.batches {
		parts[j] = batch.Column(i)
	}
	return array.Concatenate(parts, memory.DefaultAllocator)
}

// batchOf makes columns of values. A column is of the type that all its values are of: bool, int64, float64 or an instant
// in UTC; every other one is text, as the format csv has it. Its owner releases it.
func batchOf(columns []string, rows [][]any) arrow.RecordBatch {
	fields, values := make([]arrow.Field, len(columns)), make([]arrow.Array, len(columns))
	for i, name := range columns {
		fields[i] = arrow.Field{Name: name, Type: columnType(rows, i), Nullable: true}
		values[i] = columnOf(fields[i].Type, rows, i)
		defer values[i].Release()
	}
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), values, int64(len(rows)))
}

var utcMicroseconds = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}

func columnType(rows [][]any, i int) arrow.DataType {
	var common arrow.DataType
	for _, row := range rows {
		if row[i] == nil {
			continue
		}
		if kind := typeOf(row[i]); common == nil {
			common = kind
		} else if common != kind {
			return arrow.BinaryTypes.String
		}
	}
	if common == nil {
		return arrow.BinaryTypes.String
	}
	return common
}

func typeOf(value any) arrow.DataType {
	switch value.(type) {
	case bool:
		return arrow.FixedWidthTypes.Boolean
	case int, int64:
		return arrow.PrimitiveTypes.Int64
	case float64:
		return arrow.PrimitiveTypes.Float64
	case time.Time:
		return utcMicroseconds
	}
	return arrow.BinaryTypes.String
}

func columnOf(kind arrow.DataType, rows [][]any, i int) arrow.Array {
	builder := array.NewBuilder(memory.DefaultAllocator, kind)
	defer builder.Release()
	for _, row := range rows {
		if row[i] == nil {
			builder.AppendNull()
			continue
		}
		appendValue(builder, row[i])
	}
	return builder.NewArray()
}

func appendValue(builder array.Builder, value any) {
	switch b := builder.(type) {
	case *array.BooleanBuilder:
		is, _ := value.(bool)
		b.Append(is)
	case *array.Int64Builder:
		if small, ok := value.(int); ok {
			value = int64(small)
		}
		number, _ := value.(int64)
		b.Append(number)
	case *array.Float64Builder:
		number, _ := value.(float64)
		b.Append(number)
	case *array.TimestampBuilder:
		at, _ := value.(time.Time)
		b.Append(arrow.Timestamp(at.UnixMicro()))
	case *array.StringBuilder:
		b.Append(text(value))
	}
}
