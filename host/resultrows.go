package host

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
	"github.com/mixpanel-data/mp/sdk/value"
)

// resultRows are the rows of a result as [storage.ResultSchema] wants them, in one batch.
type resultRows struct {
	batch arrow.RecordBatch
	given bool
}

var _ storage.Rows = (*resultRows)(nil)

func newResultRows(table arrow.RecordBatch) *resultRows {
	numbers := array.NewInt64Builder(memory.DefaultAllocator)
	defer numbers.Release()
	for i := range table.NumRows() {
		numbers.Append(i + 1)
	}
	fields, columns := storage.ResultSchema().Fields(), []arrow.Array{numbers.NewArray()}
	for i, field := range table.Schema().Fields() {
		column := tableColumn(table.Column(i))
		fields = append(fields, arrow.Field{Name: freeName(fields, field.Name), Type: column.DataType(), Nullable: true})
		columns = append(columns, column)
	}
	batch := array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, table.NumRows())
	for _, column := range columns {
		column.Release()
	}
	return &resultRows{batch: batch}
}

// freeName is a name that no other column has; engines do not tell upper from lower case.
func freeName(fields []arrow.Field, name string) string {
	name = cmp.Or(strings.ReplaceAll(name, "\x00", ""), "column")
	free := name
	for n := 2; slices.ContainsFunc(fields, func(f arrow.Field) bool { return strings.EqualFold(f.Name, free) }); n++ {
		free = fmt.Sprintf("%s_%d", name, n)
	}
	return free
}

// tableColumn is a column as it is where tables have its type, an instant in their unit, else text. The caller releases it.
func tableColumn(column arrow.Array) arrow.Array {
	switch column.DataType().ID() {
	case arrow.STRING, arrow.BOOL, arrow.INT32, arrow.INT64, arrow.FLOAT64, arrow.DATE32:
		column.Retain()
		return column
	case arrow.TIMESTAMP:
		return instants(column)
	}
	texts := array.NewStringBuilder(memory.DefaultAllocator)
	defer texts.Release()
	for i := range column.Len() {
		if column.IsNull(i) {
			texts.AppendNull()
		} else {
			texts.Append(textOf(value.JSON(column, i)))
		}
	}
	return texts.NewArray()
}

// textOf is a value as text, as JSON where it is no text itself.
func textOf(of any) string {
	switch v := of.(type) {
	case string:
		return v
	case json.RawMessage:
		return string(v)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(of); err != nil {
		return fmt.Sprint(of)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func instants(column arrow.Array) arrow.Array {
	kind, _ := column.DataType().(*arrow.TimestampType)
	values, _ := column.(*array.Timestamp)
	micros := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"})
	defer micros.Release()
	for i := range column.Len() {
		if column.IsNull(i) {
			micros.AppendNull()
		} else {
			micros.Append(arrow.Timestamp(values.Value(i).ToTime(kind.Unit).UnixMicro()))
		}
	}
	return micros.NewArray()
}

func (r *resultRows) release() { r.batch.Release() }

func (r *resultRows) Schema() *arrow.Schema { return r.batch.Schema() }

func (r *resultRows) Next(context.Context) (arrow.RecordBatch, error) {
	if r.given || r.batch.NumRows() == 0 {
		return nil, io.EOF
	}
	r.given = true
	return r.batch, nil
}

func (r *resultRows) Footer() storage.Footer { return storage.Footer{Rows: r.batch.NumRows()} }
