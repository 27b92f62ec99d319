package duck

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	bindings "github.com/duckdb/duckdb-go-bindings"
)

// shape turns chunks of one result into record batches.
type shape struct {
	options bindings.ArrowOptions
	// plain is the schema as DuckDB tells it; schema names JSON columns as what they are.
	plain, schema *arrow.Schema
	json          []int
}

func shapeOf(result *bindings.Result) (*shape, error) {
	count := bindings.ColumnCount(result)
	names, kinds := make([]string, count), make([]bindings.LogicalType, count)
	s := &shape{options: bindings.ResultGetArrowOptions(result)}
	for i := range count {
		names[i], kinds[i] = bindings.ColumnName(result, i), bindings.ColumnLogicalType(result, i)
		defer bindings.DestroyLogicalType(&kinds[i])
		if bindings.LogicalTypeGetAlias(kinds[i]) == "JSON" {
			s.json = append(s.json, int(i))
		}
	}
	plain, problem := bindings.NewArrowSchema(s.options, kinds, names)
	if err := failureFrom(problem); err != nil {
		s.destroy()
		return nil, err
	}
	s.plain = plain
	fields := plain.Fields()
	for _, i := range s.json {
		extension, err := extensions.NewJSONType(fields[i].Type)
		if err != nil {
			s.destroy()
			return nil, err
		}
		fields[i] = arrow.Field{Name: fields[i].Name, Type: extension, Nullable: true}
	}
	s.schema = arrow.NewSchema(fields, nil)
	return s, nil
}

// batch copies the chunk into memory of its own, which goes with the batch's last release.
func (s *shape) batch(chunk bindings.DataChunk) (arrow.RecordBatch, error) {
	plain, problem := bindings.DataChunkToArrowArray(s.options, s.plain, chunk)
	if err := failureFrom(problem); err != nil {
		return nil, err
	}
	defer plain.Release()
	columns := append([]arrow.Array(nil), plain.Columns()...)
	for _, i := range s.json {
		kind, ok := s.schema.Field(i).Type.(arrow.ExtensionType)
		if !ok {
			return nil, errors.New("a JSON column lost its type")
		}
		columns[i] = array.NewExtensionArrayWithStorage(kind, columns[i])
		defer columns[i].Release()
	}
	return array.NewRecordBatch(s.schema, columns, plain.NumRows()), nil
}

func (s *shape) destroy() {
	if s != nil {
		bindings.DestroyArrowOptions(&s.options)
	}
}

// failureFrom destroys problem and gives what it says; nil where it says nothing.
func failureFrom(problem bindings.ErrorData) error {
	defer bindings.DestroyErrorData(&problem)
	if !bindings.ErrorDataHasError(problem) {
		return nil
	}
	return parseFailure(bindings.ErrorDataMessage(problem))
}
