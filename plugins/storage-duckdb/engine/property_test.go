package engine_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"golang.org/x/sync/errgroup"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// flipping are rows of a unit with a property column n that is BIGINT, of which the last value is another.
type flipping struct {
	*generatedRows

	unfilled []storage.Unfilled
}

var numberColumn = storage.PropertyColumn{Property: "n'/~", Name: "n", Type: storage.BigInt}

func (f *flipping) Schema() *arrow.Schema {
	return arrow.NewSchema(append(storage.EventsSchema().Fields(), numberColumn.Field()), nil)
}

func (f *flipping) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := f.generatedRows.Next(ctx)
	if err != nil {
		return nil, err
	}
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	for i := range int(batch.NumRows()) - 1 {
		builder.Append(int64(i))
	}
	builder.AppendNull()
	return array.NewRecordBatch(f.Schema(), append(batch.Columns()[:6:6], builder.NewArray()), batch.NumRows()), nil
}

func (f *flipping) Footer() storage.Footer {
	footer := f.generatedRows.Footer()
	footer.Unfilled = f.unfilled
	return footer
}

// flip gives rows whose JSON has the numbers, and last in each batch another value.
func flip(tb testing.TB, day int, last string, needs storage.PropertyType) *flipping {
	tb.Helper()
	g := generate(tb, spec{From: fmt.Sprintf("2026-01-%02d", day), Rows: 40, Batch: 20})
	for b, batch := range g.batches {
		builder := array.NewStringBuilder(memory.DefaultAllocator)
		for i := range int(batch.NumRows()) {
			value := strconv.Itoa(i)
			if i == int(batch.NumRows())-1 {
				value = last
			}
			builder.Append(`{"N":0,"n'/~":` + value + `,"n'/~":"second"}`)
		}
		columns := append([]arrow.Array{}, batch.Columns()...)
		columns[4] = builder.NewArray()
		g.batches[b] = array.NewRecordBatch(batch.Schema(), columns, batch.NumRows())
	}
	rows := &flipping{generatedRows: g.rows()}
	if needs != "" {
		column := numberColumn
		column.Type = needs
		rows.unfilled = []storage.Unfilled{{PropertyColumn: column, Rows: 2}}
	}
	return rows
}

func TestAPropertyColumnHoldsThePropertyWhateverUnitsBringAtOnce(t *testing.T) {
	for _, large := range []int64{1, 1 << 20} {
		for _, mode := range []storage.Mode{storage.Create, storage.Append} {
			for last, needs := range map[string]storage.PropertyType{
				"null": "", "1.5": storage.Double, `"x"`: storage.Varchar, "9007199254740993.0": storage.Double, `[1, 2.50]`: storage.Varchar,
			} {
				sink := openWith(t, engine.New().CallLarge(large), storage.Options{Location: newPath(t)})
				if mode == storage.Append {
					write(t, sink, storage.Create)
				}
				session := begin(t, sink, target(mode))
				var group errgroup.Group
				for day := 1; day <= 6; day++ {
					rows := flip(t, day, "null", "")
					if day%2 == 0 {
						rows = flip(t, day, last, needs)
					}
					group.Go(func() error { return second(sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)) })
				}
				must(t, "write", group.Wait())
				must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
				kind := string(needs)
				if needs == "" {
					kind = "BIGINT"
				}
				got := answer(t, sink, `SELECT count(*) FILTER (n::VARCHAR IS DISTINCT FROM TRY_CAST(prop(properties, 'n''/~') AS `+kind+`)::VARCHAR),
					count(n) = count(prop(properties, 'n''/~')), count(*) FROM events`)
				if fmt.Sprint(got) != "[0 true 240]" {
					t.Errorf("%s, large from %d rows, %s: %v", mode, large, last, got)
				}
				must(t, "close", sink.Close(t.Context()))
			}
		}
	}
}

func TestAnOlderFileGetsTheMapOfColumns(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 10}))
	must(t, "close", sink.Close(t.Context()))
	db := plain(t, path)
	must(t, "drop", second(db.ExecContext(t.Context(), "DROP TABLE _mp.columns")))
	must(t, "version", second(db.ExecContext(t.Context(), "UPDATE _mp.format SET version = 1")))
	must(t, "close", db.Close())
	reading := openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true})
	must(t, "describe", second(reading.Describe(t.Context(), "events")))
	must(t, "close", reading.Close(t.Context()))
	sink = openAt(t, path)
	session := begin(t, sink, target(storage.Append))
	rows := flip(t, 2, "1", "")
	rows.unfilled = []storage.Unfilled{{PropertyColumn: numberColumn, Rows: 2}}
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)))
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	columns, err := sink.Describe(t.Context(), "events")
	must(t, "describe", err)
	if last := columns[len(columns)-1]; last.Property != numberColumn.Property || last.Type != "BIGINT" {
		t.Errorf("the last column is %+v", last)
	}
}
