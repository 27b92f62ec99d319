package engine

import (
	"database/sql"
	"math"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
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

// into are the places for what [figures] and count select, in order.
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

// noNumbers stands for the numbers of a column that has none.
var noNumbers = "NULL::DOUBLE" + strings.Repeat(", NULL::DOUBLE", 4)

// count fills in the figures from the counts of the column's values.
func (f *columnFigures) count(tx *duck.Transaction, table string) error {
	// Rows without a value are left out before they are counted, which is half of the work where most have none (measured).
	name := duck.Quote(f.column.Name)
	text := `WITH counted AS (SELECT ` + name + ` AS c, count(*) AS n FROM ` + table + ` WHERE ` + name + ` IS NOT NULL GROUP BY 1),
		valued AS (SELECT c, n, ` + number(f.column.Type, "c") + ` AS d FROM counted)`
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

// sortedRows is how many numbers of a column are held in memory for their quartiles, which is faster than to estimate them
// (measured), and exact.
const sortedRows = 4_000_000

// aggregate fills in the figures of the columns that are not done yet, and the number of rows.
func aggregate(tx *duck.Transaction, table string, rows *int64, all []columnFigures, done []bool) error {
	quantile := "approx_quantile"
	if *rows > 0 && *rows <= sortedRows {
		quantile = "quantile_disc"
	}
	terms, places := []string{"count(*)"}, []any{rows}
	for i := range all {
		if !done[i] {
			terms = append(terms, figures(all[i].column, quantile))
			places = append(places, all[i].into()...)
		}
	}
	return tx.Query(func(into func(...any) error) error { return into(places...) },
		"SELECT "+strings.Join(terms, ", ")+" FROM "+table)
}

// figures are those of one column, in SQL. DuckDB fails on the deviation of numbers whose squares are too large.
func figures(column arrival.Column, quantile string) string {
	name, d := duck.Quote(column.Name), number(column.Type, duck.Quote(column.Name))
	ends := "CAST(min(" + name + ") AS VARCHAR), CAST(max(" + name + ") AS VARCHAR)"
	if column.Type == arrival.JSON || column.Type == "VARIANT" {
		ends = "NULL::VARCHAR, NULL::VARCHAR"
	}
	numbers := noNumbers
	if numeric(column.Type) {
		small, quartiles := "abs("+d+") < 1e150", quantile+"("+d+", [0.25, 0.5, 0.75])"
		numbers = "avg(" + d + "), CASE WHEN bool_and(" + small + ") THEN stddev_samp(" + d + ") FILTER (" + small + ") END, " +
			quartiles + "[1], " + quartiles + "[2], " + quartiles + "[3]"
	}
	return present(column) + ", approx_count_distinct(" + name + "), " + ends + ", " + numbers
}

// present counts the rows with a value, in SQL. To count the values of a column that is never null DuckDB reads them.
func present(column arrival.Column) string {
	if column.Required {
		return "count(*)"
	}
	return "count(" + duck.Quote(column.Name) + ")"
}
