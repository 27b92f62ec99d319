package engine_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// listening are rows of a unit with a property column of few texts, which every third row lacks.
type listening struct{ *generatedRows }

var bandColumn = storage.PropertyColumn{Property: "band", Name: "band", Type: storage.Varchar}

func (l *listening) Schema() *arrow.Schema {
	return arrow.NewSchema(append(storage.EventsSchema().Fields(), bandColumn.Field()), nil)
}

func (l *listening) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := l.generatedRows.Next(ctx)
	if err != nil {
		return nil, err
	}
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	for i := range int(batch.NumRows()) {
		if i%3 == 0 {
			builder.AppendNull()
			continue
		}
		builder.Append(fmt.Sprintf("band %d", i%3))
	}
	return array.NewRecordBatch(l.Schema(), append(batch.Columns()[:6:6], builder.NewArray()), batch.NumRows()), nil
}

// A store may be in a file that an older mp made, or somebody else, whose version knows other dictionaries.
func TestTextThatRepeatsIsInADictionaryOfTheFilesVersion(t *testing.T) {
	for version, want := range map[string]string{"": "DICT_FSST", "v1.0.0": "Dictionary", "v1.2.0": "Dictionary", "v1.4.0": "DICT_FSST"} {
		path := newPath(t)
		if version != "" {
			db, err := sql.Open("duckdb", path+"?storage_compatibility_version="+version)
			must(t, "make a file of "+version, err)
			must(t, "write", second(db.ExecContext(t.Context(), "CREATE TABLE theirs AS SELECT 1 AS one")))
			must(t, "close", db.Close())
		}
		sink := openAt(t, path)
		session := begin(t, sink, target(storage.Create))
		rows := &listening{generate(t, spec{Rows: 3000, Batch: 1000}).rows()}
		must(t, "write into a file of "+version, second(sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)))
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		if got := answer(t, sink, "SELECT count(DISTINCT band), count(band) FROM events"); fmt.Sprint(got) != "[2 1998]" {
			t.Errorf("%s: bands and rows with one are %v", version, got)
		}
		must(t, "close", sink.Close(t.Context()))
		got := texts(t, plain(t, path), "SELECT DISTINCT compression FROM pragma_storage_info('events') WHERE column_name = 'band' AND segment_type = 'VARCHAR'")
		if len(got) != 1 || got[0] != want {
			t.Errorf("a file of %q has %v, want %s", version, got, want)
		}
	}
}
