package engine

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Query runs one statement in DuckDB's dialect. Rows are computed while they are read, so an answer may be larger than
// memory, and closing it early saves the rest of the work. A statement that may write has done so when Query returns.
//
// Values of the types BIT, BIGNUM, UHUGEINT, TIMETZ, ENUM, UNION, VARIANT and GEOMETRY arrive as text, a HUGEINT as a
// decimal of 38 digits, JSON as the Arrow extension type arrow.json.
func (s *Sink) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	if query.Limit < 0 {
		return nil, &mperr.InvalidArgument{Argument: "limit", Reason: "a limit is not negative"}
	}
	enter := s.enter
	if query.Write {
		enter = s.change
	}
	ctx, leave, err := enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	answer, err := s.database.Query(ctx, duck.Question{SQL: query.SQL, Params: query.Params, Write: query.Write})
	if err != nil {
		return nil, s.refused(ctx, query.SQL, err)
	}
	return newReader(answer, query.Limit, func(ctx context.Context, err error) error { return s.refused(ctx, query.SQL, err) }), nil
}

// refused turns an error of a user's statement into a coded one: what is wrong with the statement is a QUERY_FAILED in
// DuckDB's words, what is wrong with the store is what it is anywhere.
func (s *Sink) refused(ctx context.Context, text string, err error) error {
	failure := duck.FailureOf(err)
	if failure == nil {
		return s.failed(ctx, "run a query", err)
	}
	switch failure.Kind {
	case "IO", "INTERRUPT", "FATAL", "INTERNAL", "Out of Memory", "Serialization":
		return s.failed(ctx, "run a query", err)
	case "Catalog":
		if failure.Missing == "Table" && failure.Name != "" {
			return s.unknownTable(ctx, failure)
		}
	}
	failed := &mperr.QueryFailed{Message: failure.Error()}
	if failure.Offset >= 0 && failure.Offset <= len(text) {
		failed.Position = utf8.RuneCountInString(text[:failure.Offset]) + 1
	}
	return failed
}

func (s *Sink) unknownTable(ctx context.Context, failure *duck.Failure) error {
	err := s.database.Read(ctx, func(tx *duck.Transaction) error { return missing(tx, failure.Name) })
	if unknown, ok := errors.AsType[*mperr.TableNotFound](err); ok {
		return unknown
	}
	return &mperr.TableNotFound{TableName: failure.Name}
}
