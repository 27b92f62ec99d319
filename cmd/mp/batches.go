package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rowsOf streams a reader's batches as rows, and closes the reader when the stream ends.
func rowsOf(ctx context.Context, reader storage.Reader) render.Rows {
	schema := reader.Schema()
	columns := make([]string, schema.NumFields())
	for i, field := range schema.Fields() {
		columns[i] = field.Name
	}
	return render.Rows{Columns: columns, All: func(yield func([]any, error) bool) {
		for batch, err := range batches(ctx, reader) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yieldRows(batch, yield) {
				return
			}
		}
	}}
}

func batches(ctx context.Context, reader storage.Reader) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		defer func() { _ = reader.Close() }()
		for {
			batch, err := reader.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(batch, err) || err != nil {
				return
			}
		}
	}
}

func yieldRows(batch arrow.RecordBatch, yield func([]any, error) bool) bool {
	for i := range int(batch.NumRows()) {
		row := make([]any, batch.NumCols())
		for j, column := range batch.Columns() {
			row[j] = valueAt(column, i)
		}
		if !yield(row, nil) {
			return false
		}
	}
	return true
}

// valueAt is one value as JSON has it: numbers exact, instants in ISO 8601, JSON columns as JSON.
func valueAt(column arrow.Array, i int) any {
	if column.IsNull(i) {
		return nil
	}
	switch c := column.(type) {
	case *array.String:
		return c.Value(i)
	case *array.Int64:
		return c.Value(i)
	case *array.Float64:
		return float(c.Value(i), 64)
	case *array.Float32:
		return float(float64(c.Value(i)), 32)
	case *array.Boolean:
		return c.Value(i)
	case *array.Timestamp:
		return instant(c, i)
	case *array.Date32:
		return c.Value(i).FormattedString()
	case *array.Binary:
		return hex.EncodeToString(c.Value(i))
	case *array.Decimal128, *array.Decimal256:
		return json.Number(column.ValueStr(i))
	case array.ExtensionArray:
		return extension(c, i)
	case *array.List:
		start, end := c.ValueOffsets(i)
		return list(c.ListValues(), int(start), int(end))
	}
	return column.GetOneForMarshal(i)
}

func list(values arrow.Array, start, end int) []any {
	out := make([]any, 0, end-start)
	for i := start; i < end; i++ {
		out = append(out, valueAt(values, i))
	}
	return out
}

// float gives NaN and the infinities, which JSON has no number for, as text.
func float(value float64, bits int) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return strconv.FormatFloat(value, 'g', -1, bits)
	}
	return json.Number(strconv.FormatFloat(value, 'g', -1, bits))
}

// instant ends in Z where the column has a zone; a column without one is wall-clock time.
func instant(column *array.Timestamp, i int) string {
	kind := column.DataType().(*arrow.TimestampType)
	at := column.Value(i).ToTime(kind.Unit)
	if kind.TimeZone == "" {
		return at.Format("2006-01-02T15:04:05.999999999")
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// extension shows JSON as JSON and any other extension type as what it is stored as.
func extension(column array.ExtensionArray, i int) any {
	value := valueAt(column.Storage(), i)
	text, isText := value.(string)
	if column.ExtensionType().ExtensionName() == "arrow.json" && isText && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	if column.ExtensionType().ExtensionName() == "arrow.uuid" {
		return column.ValueStr(i)
	}
	return value
}
