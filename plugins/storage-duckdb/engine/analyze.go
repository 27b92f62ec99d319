package engine

import (
	"context"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Analyze answers a question, each kind in a file of its own. It also answers about tables and views that mp did not make,
// where they have the columns that the question needs.
func (s *Sink) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	if err := question.Check(); err != nil {
		return nil, err
	}
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	switch q := question.(type) {
	case storage.Summarize:
		return s.summarize(ctx, q)
	case storage.Breakdown:
		return s.breakdown(ctx, q)
	case storage.Keys:
		return s.keys(ctx, q)
	case storage.ColumnStats:
		return s.columnStats(ctx, q)
	case storage.Newest:
		return s.newest(ctx, q)
	}
	answer, ok, err := s.report(ctx, question)
	if !ok {
		return nil, storage.UnknownQuestion(question.Name())
	}
	return answer, err
}

// subject is the table or view that a question is about.
type subject struct {
	// name is as it is spelt, and base says that it is a table.
	name string
	base bool
	// table is the entry of a table that mp made.
	table   entry
	columns []arrival.Column
}

// subjectOf finds what a question is about; [mperr.TableNotFound] with near names where it is not there.
func (s *Sink) subjectOf(tx *duck.Transaction, table string) (subject, error) {
	spelt, err := s.visible(tx, table)
	if err != nil {
		return subject{}, err
	}
	_, base, err := there(tx, spelt)
	if err != nil {
		return subject{}, err
	}
	about := subject{name: spelt, base: base}
	about.table, about.columns, err = s.shapeOf(tx, spelt)
	return about, err
}

// column finds a column by its name, for which DuckDB does not tell upper from lower case.
func (t subject) column(name string) (arrival.Column, bool) {
	for _, column := range t.columns {
		if strings.EqualFold(column.Name, name) {
			return column, true
		}
	}
	return arrival.Column{}, false
}

// needs refuses a question about a table that lacks columns, and names all of them.
func (t subject) needs(question storage.Question, names ...string) error {
	var lacking []string
	for _, name := range names {
		if _, ok := t.column(name); !ok {
			lacking = append(lacking, name)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return &mperr.InvalidArgument{
		Argument: "table", Value: t.name,
		Reason: question.Name() + " needs the columns " + strings.Join(names, ", ") + ", and the table has no " + strings.Join(lacking, ", "),
	}
}

// stream answers a question with one statement, which compose makes of the table. Rows are computed as they are read.
func (s *Sink) stream(
	ctx context.Context, question storage.Question, table string, compose func(subject) (duck.Question, error),
) (storage.Reader, error) {
	doing := s.doing(question.Name(), table)
	var statement duck.Question
	err := s.database.Read(ctx, func(tx *duck.Transaction) error {
		about, err := s.subjectOf(tx, table)
		if err == nil {
			statement, err = compose(about)
		}
		return err
	})
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	answer, err := s.config.ask(ctx, statement)
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	return newReader(answer, 0, func(ctx context.Context, err error) error { return s.failed(ctx, doing, err) }), nil
}
