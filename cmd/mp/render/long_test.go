package render

import (
	"strings"
	"testing"
)

func TestALongValueIsWholeAndPadsNoOtherRow(t *testing.T) {
	long := strings.Repeat("x", 3000)
	rows := List([]string{"a", "b"}, [][]any{{"1", "one"}, {long, "two"}, {"3", "three"}}, func(row []any) []any { return row })
	var out strings.Builder
	if err := (Printer{Out: &out, Format: Table}).Rows(rows); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if has := strings.Contains(line, long+"  two"); len(line) > 3*padMost != has {
			t.Errorf("a line of %d: %.80q", len(line), line)
		}
	}
	if !strings.Contains(out.String(), long+"  two\n") {
		t.Error("the long value is not whole")
	}
}

func TestPlainPrintsRowsOfNumbersWhole(t *testing.T) {
	rows := List([]string{"date", "event", "count"}, [][]any{{"2026-01-01", "a\tb\nc", 3}}, func(row []any) []any { return row })
	for whole, want := range map[bool]string{true: "2026-01-01\ta b c\t3\n", false: "a\tb\nc\n"} {
		rows.Whole = whole
		var out strings.Builder
		if err := (Printer{Out: &out, Format: Plain}).Rows(rows); err != nil || out.String() != want {
			t.Errorf("whole %v: %q, %v; want %q", whole, out.String(), err, want)
		}
	}
}
