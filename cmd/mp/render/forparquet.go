package render

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// forParquet are batches that Parquet has types for: a column of another type, such as an interval, becomes text.
func forParquet(batches *Batches) *Batches {
	fields := batches.Schema.Fields()
	var foreign []int
	for i, field := range fields {
		if !hasParquet(field) {
			foreign = append(foreign, i)
			fields[i] = arrow.Field{Name: field.Name, Type: arrow.BinaryTypes.String, Nullable: true}
		}
	}
	if len(foreign) == 0 {
		return batches
	}
	schema := arrow.NewSchema(fields, nil)
	return &Batches{Schema: schema, All: func(yield func(arrow.RecordBatch, error) bool) {
		for batch, err := range batches.All {
			if err != nil {
				yield(nil, err)
				return
			}
			changed := withTexts(schema, batch, foreign)
			more := yield(changed, nil)
			changed.Release()
			if !more {
				return
			}
		}
	}}
}

// hasParquet says whether Parquet has a type for a field, which the writer alone knows.
func hasParquet(field arrow.Field) bool {
	switch field.Type.ID() {
	case arrow.RUN_END_ENCODED, arrow.DICTIONARY: // as types the writer takes them, as values not all of them
		return false
	}
	_, err := pqarrow.ToParquet(arrow.NewSchema([]arrow.Field{field}, nil), nil, pqarrow.DefaultWriterProps())
	return err == nil
}

func withTexts(schema *arrow.Schema, batch arrow.RecordBatch, columns []int) arrow.RecordBatch {
	values := append([]arrow.Array{}, batch.Columns()...)
	for _, i := range columns {
		builder := array.NewStringBuilder(memory.DefaultAllocator)
		for row := range int(batch.NumRows()) {
			if values[i].IsNull(row) {
				builder.AppendNull()
			} else {
				builder.Append(values[i].ValueStr(row))
			}
		}
		values[i] = builder.NewArray()
		builder.Release()
		defer values[i].Release()
	}
	return array.NewRecordBatch(schema, values, batch.NumRows())
}
