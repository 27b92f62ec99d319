package duck

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow/array"
	bindings "github.com/duckdb/duckdb-go-bindings"
)

// number runs a query and gives the one BIGINT that it answers.
func (c *connection) number(query string) (int64, error) {
	var result bindings.Result
	defer bindings.DestroyResult(&result)
	if bindings.Query(c.native, query, &result) == bindings.StateError {
		return 0, parseFailure(bindings.ResultError(&result))
	}
	shape, err := shapeOf(&result)
	if err != nil {
		return 0, err
	}
	defer shape.destroy()
	chunk := bindings.FetchChunk(result)
	if chunk.Ptr == nil {
		return 0, errors.New("a query for a number gave no row")
	}
	defer bindings.DestroyDataChunk(&chunk)
	batch, err := shape.batch(chunk)
	if err != nil {
		return 0, err
	}
	defer batch.Release()
	numbers, ok := batch.Column(0).(*array.Int64)
	if !ok || numbers.Len() != 1 || numbers.IsNull(0) {
		return 0, errors.New("a query for a number gave something else")
	}
	return numbers.Value(0), nil
}
