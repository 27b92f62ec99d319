package plot

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// tables is where the tables of all types of results are frozen: a line for each column, then one for each row.
const tables = "../../../sdk/result/testdata"

// frozen reads such a table.
func frozen(t *testing.T, path string) arrow.RecordBatch {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var fields []arrow.Field
	var rows []map[string]any
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if column, _, ok := strings.Cut(line, " nullable="); ok && !strings.HasPrefix(line, "[") {
			fields = append(fields, frozenField(t, column, len(fields)))
			continue
		}
		var cells []any
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.UseNumber()
		if err := decoder.Decode(&cells); err != nil {
			t.Fatalf("%s: %v in %s", path, err, line)
		}
		row := map[string]any{}
		for i, cell := range cells {
			if fields[i].Type != arrow.BinaryTypes.Binary {
				row[fields[i].Name] = cell
			}
		}
		rows = append(rows, row)
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	if rows == nil {
		encoded = []byte("[]")
	}
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema(fields, nil), strings.NewReader(string(encoded)), array.WithUseNumber())
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return batch
}

// frozenField reads a column's name and type; the second of a name gets another one.
func frozenField(t *testing.T, column string, at int) arrow.Field {
	t.Helper()
	for suffix, kind := range map[string]arrow.DataType{
		" utf8": arrow.BinaryTypes.String, " int64": arrow.PrimitiveTypes.Int64, " float64": arrow.PrimitiveTypes.Float64,
		" bool": arrow.FixedWidthTypes.Boolean, " decimal(38, 0)": &arrow.Decimal128Type{Precision: 38},
		" timestamp[ms, tz=UTC]": arrow.FixedWidthTypes.Timestamp_ms, " timestamp[us, tz=UTC]": arrow.FixedWidthTypes.Timestamp_us,
		" extension<arrow.json[storage_type=utf8]>": arrow.BinaryTypes.Binary, " list<item: utf8, nullable>": arrow.BinaryTypes.Binary,
	} {
		if name, ok := strings.CutSuffix(column, suffix); ok {
			if kind == arrow.FixedWidthTypes.Boolean && name == "rate" {
				name = "rate_" + string(rune('0'+at))
			}
			return arrow.Field{Name: name, Type: kind, Nullable: true}
		}
	}
	t.Fatalf("no type of column %q", column)
	return arrow.Field{}
}

// seen is what --plot makes of the table of each result; a type that is not here fails the test below.
var seen = map[string]string{
	"activity_feed": "", "annotations": "", "bookmarks": "", "funnels": "", "names": "", "table_schema": "", "table_schema_sample": "",
	"breakdown": "bars", "cohorts": "bars", "column_stats": "bars", "column_stats_boolean": "bars", "comparison": "bars",
	"daily": "lines", "distribution": "bars", "engagement": "bars", "event_counts": "lines", "fetch": "bars", "fetch_profiles": "bars",
	"flows": "bars", "flows_other": "bars", "frequency": "grid", "funnel": "bars", "funnel_split": "bars", "jql": "bars", "lexicon_schema": "",
	"lexicon_schemas": "bars", "numeric_average": "lines", "numeric_bucket": "lines", "numeric_sum": "lines", "numeric_summary": "bars",
	"property_columns": "bars", "property_counts": "lines", "property_coverage": "bars", "retention": "grid", "saved_report": "lines",
	"saved_report_retention": "bars", "segmentation": "lines", "sql": "", "summary": "bars", "tables": "bars", "top_events": "bars",
}

func TestEveryResultIsDrawnOrRefused(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(tables, "*.table"))
	if err != nil || len(paths) < 40 {
		t.Fatalf("%d tables, %v", len(paths), err)
	}
	found := map[string]string{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".table")
		batch := frozen(t, path)
		chart, err := Of("x", batch)
		kind := [...]string{"lines", "bars", "grid"}[chart.Kind]
		if err != nil {
			kind = ""
			if mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "segmentation") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !strings.HasSuffix(name, "_empty") {
			found[name] = kind
		}
		for _, width := range []int{40, 80, 200} {
			text := chart.Text(width)
			if line := tooWide(text, width); line != "" {
				t.Errorf("%s: wider than %d columns: %s", name, width, line)
			}
			if err == nil && (batch.NumRows() == 0) != strings.Contains(text, "nothing to draw") {
				t.Errorf("%s:\n%s", name, text)
			}
		}
		if _, err := chart.Picture(".svg"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff(seen, found); diff != "" {
		t.Errorf("%d are drawn otherwise:\n%s", len(slices.Collect(maps.Keys(found))), diff)
	}
}
