package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// neighbours are rows of a unit with property columns of these types, named a, b, c …, behind the mark. Each row has its
// number as each of them; every third row leaves the last to the sink.
type neighbours struct {
	*generatedRows

	types []storage.PropertyType
}

func neighboursOf(t *testing.T, day int, types ...storage.PropertyType) *neighbours {
	t.Helper()
	g := generate(t, spec{From: fmt.Sprintf("2026-01-%02d", day), Rows: 40, Batch: 20})
	for b, batch := range g.batches {
		builder := array.NewStringBuilder(memory.DefaultAllocator)
		for i := range int(batch.NumRows()) {
			bag := map[string]any{}
			for at, kind := range types {
				bag[string(rune('a'+at))] = any(100*at + i)
				if kind == storage.Varchar {
					bag[string(rune('a'+at))] = strconv.Itoa(100*at + i)
				}
			}
			text, err := json.Marshal(bag)
			must(t, "make properties", err)
			builder.Append(string(text))
		}
		columns := slices.Clone(batch.Columns())
		columns[4] = builder.NewArray()
		g.batches[b] = array.NewRecordBatch(batch.Schema(), columns, batch.NumRows())
	}
	return &neighbours{generatedRows: g.rows(), types: types}
}

func (n *neighbours) Schema() *arrow.Schema {
	fields := append(storage.EventsSchema().Fields(), storage.UnfilledField())
	for at, kind := range n.types {
		name := string(rune('a' + at))
		fields = append(fields, storage.PropertyColumn{Property: name, Name: name, Type: kind}.Field())
	}
	return arrow.NewSchema(fields, nil)
}

func (n *neighbours) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := n.generatedRows.Next(ctx)
	if err != nil {
		return nil, err
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, n.Schema())
	for i := range int(batch.NumRows()) {
		left := i%3 == 0
		mark := int16(0)
		if left {
			mark = int16(len(n.types))
		}
		builder.Field(6).(*array.Int16Builder).Append(mark)
		for at := range n.types {
			if left && at == len(n.types)-1 {
				builder.Field(7 + at).AppendNull()
			} else if err := builder.Field(7 + at).AppendValueFromString(strconv.Itoa(100*at + i)); err != nil {
				return nil, err
			}
		}
	}
	columns := slices.Clone(batch.Columns()[:6])
	for at := 6; at < 7+len(n.types); at++ {
		columns = append(columns, builder.Field(at).NewArray())
	}
	return array.NewRecordBatch(n.Schema(), columns, batch.NumRows()), nil
}

// A column that the unit brings with another type than the table has is computed: those beside it keep their values.
func TestAColumnOfAnotherTypeLeavesItsNeighboursAlone(t *testing.T) {
	text, whole, float := storage.Varchar, storage.BigInt, storage.Double
	for _, large := range []int64{1, 1 << 20} {
		sink := openWith(t, engine.New().CallLarge(large), storage.Options{Location: newPath(t)})
		for at, types := range [][]storage.PropertyType{
			{whole, text, whole, text}, {whole, text, text, whole}, {float, text, text, text}, {text, whole, whole, whole}, {whole, whole, whole, text},
			{text, text, whole, whole}, {text, text, text, whole}, {float, float, float, float}, {text, text}, {whole},
		} {
			for _, mode := range []storage.Mode{storage.Create, storage.Append} {
				into := target(mode)
				into.Table = fmt.Sprint(mode, at)
				if mode == storage.Append {
					empty := into
					empty.Mode = storage.Create
					must(t, "make the table", second(sink.Commit(t.Context(), begin(t, sink, empty).ID)))
				}
				session := begin(t, sink, into)
				for day, unit := range []*neighbours{neighboursOf(t, 1, text, text, text, text), neighboursOf(t, 2, types...)} {
					must(t, fmt.Sprint(types, " day ", day+1), second(sink.WriteUnit(t.Context(), session.ID, unit.of.unit, unit)))
				}
				must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
				for _, name := range []string{"a", "b", "c", "d"} {
					got := answer(t, sink, "SELECT count(*) FILTER ("+name+" IS DISTINCT FROM prop(properties, '"+name+"')), count(*) FROM "+into.Table)
					if fmt.Sprint(got) != "[0 80]" {
						t.Errorf("%s, large from %d rows, %v: column %s: %v", mode, large, types, name, got)
					}
				}
			}
		}
		must(t, "close", sink.Close(t.Context()))
	}
}
