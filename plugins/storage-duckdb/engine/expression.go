package engine

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// expression is a value of each row of a table, in SQL.
type expression struct {
	// sql may stand where a value stands; written is what the user wrote of it, "" where that was a column's name.
	sql, written string
}

// opening and closing stand around what the user wrote. Their line breaks end a comment in it, and lines are told apart.
const (
	opening = "(\n"
	closing = "\n)"
)

// expression makes SQL of the name of a column, or else of one expression. DuckDB's own parser tells whether nothing of it
// gets out of its parentheses; what the parser does not take stands in no statement.
func (t subject) expression(tx *duck.Transaction, written string) (expression, error) {
	if column, ok := t.column(written); ok {
		return expression{sql: duck.Quote(column.Name)}, nil
	}
	e := expression{sql: opening + written + closing, written: written}
	if strings.ContainsRune(written, 0) {
		return e, nil // no statement with it is asked
	}
	return e, e.alone(tx)
}

// alone refuses what is not one expression: with DuckDB's words and the place where it is no SQL.
func (e expression) alone(tx *duck.Transaction) error {
	text := "SELECT " + e.sql
	var refused sql.NullString
	var offset sql.NullInt64
	var one bool
	err := tx.Query(func(into func(...any) error) error { return into(&refused, &offset, &one) },
		`WITH parsed AS (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS tree), first AS (SELECT tree, tree->'$.statements[0].node' AS node FROM parsed)
		SELECT CASE WHEN (tree->>'$.error_type') = 'parser' THEN tree->>'$.error_message' END, TRY_CAST(tree->>'$.position' AS BIGINT),
			coalesce((tree->>'$.error') = 'false' AND json_array_length(tree->'$.statements') = 1
				AND (node->>'$.type') = 'SELECT_NODE' AND json_array_length(node->'$.select_list') = 1
				AND (node->>'$.from_table.type') = 'EMPTY' AND (node->>'$.aggregate_handling') = 'STANDARD_HANDLING'
				AND json_array_length(node->'$.modifiers') = 0 AND json_array_length(node->'$.group_expressions') = 0
				AND coalesce(node->>'$.where_clause', node->>'$.having', node->>'$.qualify', node->>'$.sample') IS NULL
				AND (node->>'$.select_list[0].class') <> 'STAR', false)
		FROM first`, text)
	switch {
	case err != nil:
		return err
	case refused.Valid:
		failed := &mperr.QueryFailed{Message: "Parser Error: " + refused.String}
		if offset.Valid {
			failed.Position = int(offset.Int64) + 1 // the parser counts characters, not bytes
		}
		return e.blamed(text, failed)
	case !one:
		return &mperr.QueryFailed{Message: "column is to be the name of a column or one SQL expression"}
	}
	return nil
}

// typeOf is DuckDB's name of the type that an expression has in a table.
func (s *Sink) typeOf(ctx context.Context, e expression, table string) (string, error) {
	text := "SELECT column_type FROM (DESCRIBE SELECT " + e.sql + " AS c FROM " + table + ")"
	failed := func(err error) error { return e.blamed(text, s.refused(ctx, text, err)) }
	answer, err := s.config.ask(ctx, duck.Question{SQL: text})
	if err != nil {
		return "", failed(err)
	}
	defer answer.Close()
	batch, err := answer.Next(ctx)
	if err != nil {
		return "", failed(err)
	}
	defer batch.Release()
	return firstText(batch), nil
}

// firstText is a copy of the first value, whatever its type, as text.
func firstText(batch arrow.RecordBatch) string { return strings.Clone(batch.Column(0).ValueStr(0)) }

// blamed turns the place that an error names in a statement into the place in what the user wrote of it.
func (e expression) blamed(statement string, err error) error {
	failed, ok := errors.AsType[*mperr.QueryFailed](err)
	if !ok || failed.Position == 0 {
		return err
	}
	told := *failed
	before, _, _ := strings.Cut(statement, e.sql)
	told.Position -= utf8.RuneCountInString(before) + utf8.RuneCountInString(opening)
	if length := utf8.RuneCountInString(e.written); e.written == "" || told.Position < 1 {
		told.Position = 0
	} else {
		told.Position = min(told.Position, length+1)
	}
	return &told
}
