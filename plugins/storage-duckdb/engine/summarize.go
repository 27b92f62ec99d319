package engine

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// columnFigures is a row of the answer to [storage.Summarize].
type columnFigures struct {
	column arrival.Column
	// present counts the rows with a value.
	present  int64
	unique   int64
	min, max sql.NullString
	// numbers are mean, deviation and quartiles.
	numbers [5]sql.NullFloat64
}

// into are the places for what [figures] and [countedFigures] give, in order.
func (f *columnFigures) into() []any {
	places := []any{&f.present, &f.unique, &f.min, &f.max}
	for i := range f.numbers {
		places = append(places, &f.numbers[i])
	}
	return places
}

// settle leaves out what is no number and what cannot be: an estimate may be off by a tenth, but there are no more values
// than rows.
func (f *columnFigures) settle() {
	f.unique = min(f.unique, f.present)
	for i, number := range f.numbers {
		if math.IsNaN(number.Float64) || math.IsInf(number.Float64, 0) {
			f.numbers[i] = sql.NullFloat64{}
		}
	}
}

// summarize takes the columns with few values one by one, from the counts of their values, and all others in one pass over
// the table. DuckDB's own SUMMARIZE does the latter for all of them, which is twice the work on a table with property
// columns (measured), as dictionaries make counting cheap.
func (s *Sink) summarize(ctx context.Context, question storage.Summarize) (storage.Reader, error) {
	var rows int64
	var all []columnFigures
	err := s.database.Read(ctx, func(tx *duck.Transaction) error {
		about, err := s.subjectOf(tx, question.Table)
		if err != nil {
			return err
		}
		for _, column := range about.columns {
			all = append(all, columnFigures{column: column})
		}
		few, err := about.few(tx)
		if err != nil {
			return err
		}
		for i := range all {
			if few[i] {
				if err := all[i].count(tx, qualified(about.name)); err != nil {
					return err
				}
			}
		}
		return aggregate(tx, qualified(about.name), &rows, all, few)
	})
	if err != nil {
		return nil, s.failed(ctx, s.doing(question.Name(), question.Table), err)
	}
	for i := range all {
		all[i].settle()
	}
	return summaryOf(question, rows, all), nil
}

// A column is counted value by value where its first rows suggest that it has few: at most this many in so many rows. It may
// have many more in other rows; then it costs more and is right all the same.
const (
	firstRows = 20_480
	fewValues = firstRows / 8
)

// few says which columns have few values. A view is read once and not for each column.
func (t subject) few(tx *duck.Transaction) ([]bool, error) {
	few := make([]bool, len(t.columns))
	if !t.base {
		return few, nil
	}
	counts := make([]int64, len(t.columns))
	var terms, names []string
	var places []any
	for i, column := range t.columns {
		if column.Type == arrival.JSON {
			counts[i] = fewValues + 1
			continue
		}
		names = append(names, duck.Quote(column.Name))
		terms = append(terms, "approx_count_distinct("+duck.Quote(column.Name)+")")
		places = append(places, &counts[i])
	}
	if len(terms) == 0 {
		return few, nil
	}
	err := tx.Query(func(into func(...any) error) error { return into(places...) }, fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s LIMIT %d)",
		strings.Join(terms, ", "), strings.Join(names, ", "), qualified(t.name), firstRows))
	for i, count := range counts {
		few[i] = count <= fewValues
	}
	return few, err
}

// noNumbers stands for the numbers of a column that has none.
var noNumbers = "NULL::DOUBLE" + strings.Repeat(", NULL::DOUBLE", 4)

// count fills in the figures from the counts of the column's values.
func (f *columnFigures) count(tx *duck.Transaction, table string) error {
	text := `WITH counted AS (SELECT ` + duck.Quote(f.column.Name) + ` AS c, count(*) AS n FROM ` + table + ` GROUP BY 1),
		valued AS (SELECT c, n, ` + number(f.column.Type, "c") + ` AS d FROM counted WHERE c IS NOT NULL)`
	numbers, from := noNumbers, "valued"
	if numeric(f.column.Type) {
		text += `, ordered AS (SELECT c, n, d, sum(n) OVER () AS total, sum(n) OVER (ORDER BY c) AS upto FROM valued),
			middle AS (SELECT c, n, d, total, upto, fsum(d * n) OVER () / total AS mean FROM ordered)`
		numbers, from = `any_value(mean), sqrt(fsum(n * (d - mean) ** 2) / nullif(sum(n) - 1, 0)), min(d) FILTER (upto >= 0.25 * total),
			min(d) FILTER (upto >= 0.5 * total), min(d) FILTER (upto >= 0.75 * total)`, "middle"
	}
	text += ` SELECT CAST(coalesce(sum(n), 0) AS BIGINT), count(*), CAST(min(c) AS VARCHAR), CAST(max(c) AS VARCHAR), ` + numbers + ` FROM ` + from
	return tx.Query(func(into func(...any) error) error { return into(f.into()...) }, text)
}

// aggregate fills in the figures of the columns that have many values, and the number of rows.
func aggregate(tx *duck.Transaction, table string, rows *int64, all []columnFigures, few []bool) error {
	terms, places := []string{"count(*)"}, []any{rows}
	for i := range all {
		if !few[i] {
			terms = append(terms, figures(all[i].column))
			places = append(places, all[i].into()...)
		}
	}
	return tx.Query(func(into func(...any) error) error { return into(places...) },
		"SELECT "+strings.Join(terms, ", ")+" FROM "+table)
}

// figures are those of one column, in SQL. DuckDB fails on the deviation of numbers whose squares are too large.
func figures(column arrival.Column) string {
	name, d := duck.Quote(column.Name), number(column.Type, duck.Quote(column.Name))
	ends := "CAST(min(" + name + ") AS VARCHAR), CAST(max(" + name + ") AS VARCHAR)"
	if column.Type == arrival.JSON || column.Type == "VARIANT" {
		ends = "NULL::VARCHAR, NULL::VARCHAR"
	}
	numbers := noNumbers
	if numeric(column.Type) {
		small, quartiles := "abs("+d+") < 1e150", "approx_quantile("+d+", [0.25, 0.5, 0.75])"
		numbers = "avg(" + d + "), CASE WHEN bool_and(" + small + ") THEN stddev_samp(" + d + ") FILTER (" + small + ") END, " +
			quartiles + "[1], " + quartiles + "[2], " + quartiles + "[3]"
	}
	return "count(" + name + "), approx_count_distinct(" + name + "), " + ends + ", " + numbers
}
