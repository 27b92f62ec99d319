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
// memory, and closing it early saves the rest of the work.
//
// A statement that may write has done so when Query returns. It changes tables that the user made; what mp keeps is
// refused, see [Sink.askToWrite]. It waits for units that are being written, and they for it.
//
// Values of the types BIT, BIGNUM, UHUGEINT, TIMETZ, ENUM, UNION, VARIANT and GEOMETRY arrive as text, a HUGEINT as a
// decimal of 38 digits, JSON as the Arrow extension type arrow.json.
func (s *Sink) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	if query.Limit < 0 {
		return nil, &mperr.InvalidArgument{Argument: "limit", Reason: "a limit is not negative"}
	}
	ask := s.ask
	if query.Write {
		ask = s.askToWrite
	}
	answer, err := ask(ctx, duck.Question{SQL: query.SQL, Params: query.Params, Write: query.Write})
	if err != nil {
		return nil, err
	}
	return newReader(answer, query.Limit, func(ctx context.Context, err error) error { return s.refused(ctx, query.SQL, err) }), nil
}

// ask asks what only reads.
func (s *Sink) ask(ctx context.Context, question duck.Question) (*duck.Answer, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	answer, err := s.config.ask(ctx, question)
	return answer, s.refused(ctx, question.SQL, err)
}

// refused turns an error of a user's statement into a coded one: what is wrong with the statement is a QUERY_FAILED in
// DuckDB's words, what is wrong with the store is what it is anywhere.
func (s *Sink) refused(ctx context.Context, text string, err error) error {
	if err == nil {
		return nil
	}
	failure := duck.FailureOf(err)
	if failure == nil {
		return s.failed(ctx, "run a query", err)
	}
	switch failure.Kind {
	case "INTERRUPT":
		// Nobody has cancelled it, or the error would be the context's: of several threads one has met an error, and now and
		// then DuckDB tells that the others were stopped.
		return &mperr.QueryFailed{Message: "a row of the answer failed, and DuckDB says no more than that it was interrupted: try it with fewer rows"}
	case "IO", "FATAL", "INTERNAL", "Out of Memory", "Serialization":
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
