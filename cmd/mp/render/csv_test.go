package render

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestARowOfOneEmptyCellIsARowOfCSV(t *testing.T) {
	var out strings.Builder
	rows := List([]string{"plan"}, []any{"a", "", nil, "b", "", "two\nlines"}, func(v any) []any { return []any{v} })
	if err := (Printer{Out: &out, Format: CSV}).Rows(rows); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "plan\na\n\"\"\n\"\"\nb\n\"\"\n\"two\nlines\"\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	read, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil || len(read) != 7 {
		t.Errorf("read %q, %v; want 7 rows", read, err)
	}
}

func TestRowsOfNoColumnsAreNothingInCSV(t *testing.T) {
	if got := printed(t, CSV, 0, List(nil, []int{1}, func(int) []any { return nil })); got != "" {
		t.Errorf("printed %q, want nothing", got)
	}
}
