package engine

import (
	"context"
	"regexp"
	"strconv"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// columnStats counts the values of a column or an expression once and answers everything from the counts.
func (s *Sink) columnStats(ctx context.Context, question storage.ColumnStats) (storage.Reader, error) {
	var table string
	var column expression
	err := s.database.Read(ctx, func(tx *duck.Transaction) error {
		about, err := s.subjectOf(tx, question.Table)
		if err != nil {
			return err
		}
		table = qualified(about.name)
		column, err = about.expression(tx, question.Column)
		return err
	})
	if err != nil {
		return nil, s.failed(ctx, s.doing(question.Name(), question.Table), err)
	}
	kind, err := s.typeOf(ctx, column, table)
	if err != nil {
		return nil, err
	}
	text := statsOf(column, table, kind, question.Top)
	failed := func(ctx context.Context, err error) error { return column.blamed(text, s.refused(ctx, text, err)) }
	answer, err := s.config.ask(ctx, duck.Question{SQL: text})
	if err != nil {
		return nil, failed(ctx, err)
	}
	return newReader(answer, 0, failed), nil
}

// statsOf is the statement. Each value is counted once and everything else comes from the counts. Numbers are added up as
// DOUBLE, where what is not finite is null.
func statsOf(column expression, table, kind string, top int) string {
	figures := `NULL::VARCHAR AS min, NULL::VARCHAR AS max, NULL::DOUBLE AS mean, NULL::DOUBLE AS std`
	if numeric(kind) {
		figures = `CAST(min(c) AS VARCHAR) AS min, CAST(max(c) AS VARCHAR) AS max,
			(SELECT ` + finite("mean") + ` FROM middle) AS mean, (SELECT ` + finite("std") + ` FROM spread) AS std`
	}
	return `WITH counted AS MATERIALIZED (SELECT ` + column.sql + ` AS c, count(*) AS n FROM ` + table + ` GROUP BY 1),
		numbers AS (SELECT ` + number(kind, "c") + ` AS d, n FROM counted WHERE c IS NOT NULL),
		middle AS MATERIALIZED (SELECT fsum(d * n) / sum(n) AS mean, sum(n) AS total FROM numbers),
		spread AS (SELECT sqrt(fsum(n * (d - mean) ** 2) / nullif(any_value(total) - 1, 0)) AS std FROM numbers, middle),
		frequent AS (SELECT c, n FROM counted WHERE c IS NOT NULL ORDER BY n DESC, c LIMIT ` + strconv.Itoa(top) + `)
		SELECT ` + sqlexpr.Literal(kind) + ` AS dtype, CAST(coalesce(sum(n) FILTER (c IS NOT NULL), 0) AS BIGINT) AS count,
			CAST(coalesce(sum(n) FILTER (c IS NULL), 0) AS BIGINT) AS null_count, count(c) AS unique_count,
			` + strconv.FormatBool(numeric(kind)) + ` AS "numeric", ` + figures + `,
			(SELECT coalesce(list({'value': CAST(c AS VARCHAR), 'count': n} ORDER BY n DESC, c), []) FROM frequent) AS top_values
		FROM counted`
}

var numberTypes = regexp.MustCompile(`^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|FLOAT|DOUBLE|DECIMAL\(.*\))$`)

// numeric says whether values of a type of DuckDB's are numbers.
func numeric(kind string) bool { return numberTypes.MatchString(kind) }

// number is a value as DOUBLE; null where values of its type are no numbers.
func number(kind, value string) string {
	if !numeric(kind) {
		return "NULL::DOUBLE"
	}
	return "TRY_CAST(" + value + " AS DOUBLE)"
}

// finite is an SQL value of type DOUBLE without infinities and what is no number.
func finite(value string) string { return "CASE WHEN isfinite(" + value + ") THEN " + value + " END" }
