package arrival

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// check refuses a batch that is not what was announced. first is the number of its first row in the unit, from 1.
//
// DuckDB reads the memory of a batch by the schema it was told and checks neither: other types would be read as garbage,
// and bad UTF-8 would be stored and break a later query.
func (r *Rows) check(batch arrow.RecordBatch, first int64) error {
	if int(batch.NumCols()) != len(r.columns) {
		return fmt.Errorf("a batch has %d columns and its unit %d", batch.NumCols(), len(r.columns))
	}
	for i, values := range batch.Columns() {
		column := r.columns[i]
		if want := r.arriving.Field(i).Type; !arrow.TypeEqual(values.DataType(), want) {
			return invalid(column.Name, "a batch has it as "+values.DataType().String()+" and its unit as "+want.String())
		}
		if int64(values.Len()) != batch.NumRows() {
			return invalid(column.Name, fmt.Sprintf("a batch of %d rows has %d values of it", batch.NumRows(), values.Len()))
		}
		if column.Required && values.NullN() > 0 {
			return invalid(column.Name, fmt.Sprintf("row %d has no value", first+int64(firstNull(values))))
		}
		if err := checkText(values); err != nil {
			if at, ok := errors.AsType[textError](err); ok {
				return invalid(column.Name, fmt.Sprintf("row %d is not valid UTF-8", first+int64(at)))
			}
			return invalid(column.Name, err.Error())
		}
	}
	return nil
}

func firstNull(values arrow.Array) int {
	for i := range values.Len() {
		if values.IsNull(i) {
			return i
		}
	}
	return 0
}

// textError is the number of a value that is not valid UTF-8.
type textError int

func (at textError) Error() string { return fmt.Sprintf("value %d is not valid UTF-8", int(at)) }

// checkText looks at all values of a text column at once: they lie side by side, so they are valid where the whole is
// and each begins at the start of a character.
func checkText(values arrow.Array) error {
	if values.Len() == 0 {
		return nil
	}
	switch typed := values.(type) {
	case *array.String:
		return checkValues(typed.Data().Buffers()[2], typed.ValueOffsets())
	case *array.LargeString:
		return checkValues(typed.Data().Buffers()[2], typed.ValueOffsets())
	case *array.List:
		if checkText(typed.ListValues()) != nil {
			return errors.New("a list in a batch has text that is not valid UTF-8")
		}
	}
	return nil
}

// checkValues looks at values that lie between consecutive offsets.
func checkValues[O int32 | int64](buffer *memory.Buffer, offsets []O) error {
	var bytes []byte
	if buffer != nil {
		bytes = buffer.Bytes()
	}
	start, end := offsets[0], offsets[len(offsets)-1]
	if start < 0 || end < start || int64(end) > int64(len(bytes)) {
		return errOutside
	}
	good := utf8.Valid(bytes[start:end])
	for i, from := range offsets[:len(offsets)-1] {
		to := offsets[i+1]
		if from < start || to < from || to > end {
			return errOutside
		}
		good = good && (from == to || utf8.RuneStart(bytes[from]))
	}
	if good {
		return nil
	}
	for i, from := range offsets[:len(offsets)-1] {
		if !utf8.Valid(bytes[from:offsets[i+1]]) {
			return textError(i)
		}
	}
	return nil
}

var errOutside = errors.New("a batch has text outside its memory")
