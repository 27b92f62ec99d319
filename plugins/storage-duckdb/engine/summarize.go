package engine

import (
	"context"
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// summarize takes the columns with few values one by one, from the counts of their values, JSON of large tables from a part
// of the rows, and all others in one pass over the table. DuckDB's own SUMMARIZE does the latter for all of them, which is
// twice the work on a table with property columns (measured), as dictionaries make counting cheap.
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
		rows, err = about.fill(tx, all)
		return err
	})
	if err != nil {
		return nil, s.failed(ctx, s.doing(question.Name(), question.Table), err)
	}
	for i := range all {
		all[i].settle()
	}
	return summaryOf(question, rows, all), nil
}

// fill fills in the figures of all columns, and gives the number of rows.
func (t subject) fill(tx *duck.Transaction, all []columnFigures) (rows int64, err error) {
	if rows, err = t.rows(tx); err != nil {
		return 0, err
	}
	done, err := t.few(tx)
	if err != nil {
		return 0, err
	}
	for i := range all {
		switch {
		case done[i]:
			err = all[i].count(tx, qualified(t.name))
		case rows > 2*rowsOfJSON && all[i].column.Type == arrival.JSON:
			done[i], err = true, all[i].estimate(tx, qualified(t.name), rows)
		}
		if err != nil {
			return 0, err
		}
	}
	err = aggregate(tx, qualified(t.name), &rows, all, done)
	return rows, err
}

// rows counts the rows of a table; a view, which is read once, tells 0.
func (t subject) rows(tx *duck.Transaction) (rows int64, err error) {
	if t.base {
		err = tx.Query(func(into func(...any) error) error { return into(&rows) }, "SELECT count(*) FROM "+qualified(t.name))
	}
	return rows, err
}

// A column is counted value by value where its first rows suggest that it has few: at most this many in so many rows. It may
// have many more in other rows; then it costs more and is right all the same.
const (
	firstRows = 8192
	fewValues = firstRows / 5
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
