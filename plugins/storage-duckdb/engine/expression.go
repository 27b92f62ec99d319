package engine

import (
	"context"
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
// gets out of its parentheses; what it does not understand at all fails when it is asked, with its words.
func (t subject) expression(tx *duck.Transaction, written string) (expression, error) {
	if column, ok := t.column(written); ok {
		return expression{sql: duck.Quote(column.Name)}, nil
	}
	e := expression{sql: opening + written + closing, written: written}
	if strings.ContainsRune(written, 0) {
		return e, nil
	}
	var several bool
	err := tx.Query(func(into func(...any) error) error { return into(&several) },
		`WITH parsed AS (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS tree), first AS (SELECT tree, tree->'$.statements[0].node' AS node FROM parsed)
		SELECT (tree->>'$.error') = 'false' AND (json_array_length(tree->'$.statements') <> 1
			OR (node->>'$.type') <> 'SELECT_NODE' OR json_array_length(node->'$.select_list') <> 1
			OR (node->>'$.from_table.type') <> 'EMPTY' OR (node->>'$.aggregate_handling') <> 'STANDARD_HANDLING'
			OR json_array_length(node->'$.modifiers') <> 0 OR json_array_length(node->'$.group_expressions') <> 0
			OR coalesce(node->>'$.where_clause', node->>'$.having', node->>'$.qualify', node->>'$.sample') IS NOT NULL
			OR (node->>'$.select_list[0].class') = 'STAR')
		FROM first`, "SELECT "+e.sql)
	if err == nil && several {
		err = &mperr.QueryFailed{Message: "column is to be the name of a column or one SQL expression"}
	}
	return e, err
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
