package engine

import (
	"fmt"
	"math"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

// JSON is read of so many rows where a table has twice as many: to read all of it takes more than everything else together,
// and no more is told of it than how many different values there are, about.
const rowsOfJSON = 100_000

// estimate fills in the figures of a column of JSON from a part of the rows.
func (f *columnFigures) estimate(tx *duck.Transaction, table string, rows int64) error {
	err := tx.Query(func(into func(...any) error) error { return into(&f.present) }, "SELECT "+present(f.column)+" FROM "+table)
	if err != nil {
		return err
	}
	var read, different int64
	err = tx.Query(func(into func(...any) error) error { return into(&read, &different) }, fmt.Sprintf(
		"SELECT count(c), count(DISTINCT hash(c)) FILTER (c IS NOT NULL) FROM (SELECT %s AS c FROM %s TABLESAMPLE system(%g PERCENT) REPEATABLE (1))",
		duck.Quote(f.column.Name), table, 100*float64(rowsOfJSON)/float64(rows)))
	f.unique = differentIn(f.present, read, different)
	return err
}

// differentIn is about how many different values there are among all, of which a part was read. Of d values that are equally
// frequent, n rows have d·(1-exp(-n/d)) different ones. So what was different in every row read is taken for different in all
// rows, and what came again and again for all there is.
func differentIn(all, read, different int64) int64 {
	if different == read {
		return all
	}
	among := func(rows int64, d float64) float64 { return -d * math.Expm1(-float64(rows)/d) }
	least, most := float64(different), float64(different)*float64(read)
	for most-least > 0.01 {
		d := (least + most) / 2
		if among(read, d) < float64(different) {
			least = d
		} else {
			most = d
		}
	}
	return int64(math.Round(among(all, least)))
}
