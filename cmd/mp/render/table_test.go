package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTableShortensWhatStandsLastAndSaysSo(t *testing.T) {
	wide := List([]string{"a", "b"}, []int{1}, func(int) []any { return []any{"x", strings.Repeat("y", 100)} })
	want := "A  B\n── ─────────────────────────────────────\nx  " + strings.Repeat("y", 35) +
		"…\n(… ends a value too long for the screen; --format json or csv shows all)\n"
	if diff := cmp.Diff(want, printed(t, Table, 40, wide)); diff != "" {
		t.Error(diff)
	}
	if whole := printed(t, Table, 0, wide); !strings.Contains(whole, strings.Repeat("y", 100)) {
		t.Error("shortened without a screen")
	}
}

func TestTableShortensLongValuesBeforeOtherColumns(t *testing.T) {
	long := List([]string{"name", "property", "type"}, []string{strings.Repeat("日", 60), "$os"}, func(name string) []any {
		return []any{name, name, "VARCHAR"}
	})
	cut := strings.Repeat("日", 12) + "…"
	want := `NAME                       PROPERTY                   TYPE
────────────────────────── ────────────────────────── ────────
` + cut + "  " + cut + `  VARCHAR
$os                        $os                        VARCHAR
(… ends a value too long for the screen; --format json or csv shows all)
`
	if diff := cmp.Diff(want, printed(t, Table, 80, long)); diff != "" {
		t.Error(diff)
	}
	if whole := printed(t, Table, 0, long); strings.Contains(whole, shortMark) {
		t.Error("shortened without a screen")
	}
	fits := List([]string{"a", "b"}, []int{1}, func(int) []any { return []any{strings.Repeat("x", 50), "y"} })
	if whole := printed(t, Table, 80, fits); strings.Contains(whole, shortMark) {
		t.Error("shortened although it fits")
	}
}

func TestTableKeepsStoredDataFromMovingTheCursor(t *testing.T) {
	evil := List([]string{"v"}, []int{1}, func(int) []any { return []any{"a\x1b[2Jb\x07\nc\u009b"} })
	if out := printed(t, Table, 0, evil); strings.ContainsAny(out, "\x1b\x07\u009b") {
		t.Errorf("control characters reach the screen: %q", out)
	}
}

func TestTablePrintsLongResultsInPages(t *testing.T) {
	const n = 2*tablePage + 1
	long := Rows{Columns: []string{"i"}, All: func(yield func([]any, error) bool) {
		for i := range n {
			if !yield([]any{i}, nil) {
				return
			}
		}
	}}
	out := printed(t, Table, 0, long)
	if got, want := strings.Count(out, "\n"), n+3*2; got != want {
		t.Errorf("%d lines, want %d rows and three headers of two lines = %d", got, n, want)
	}
}

func TestTableWrapsSentencesWhereTheyDoNotFit(t *testing.T) {
	rows := List([]string{"name", "reason", "fix"}, [][]any{
		{"env", "MP_USERNAME and MP_SECRET are not set", "give both of them in the environment"}, {"file", "found", ""},
	}, func(row []any) []any { return row })
	rows.Prose = []string{"reason", "fix"}
	want := `NAME  REASON             FIX
───── ────────────────── ─────────────
env   MP_USERNAME and    give both of
      MP_SECRET are not  them in the
      set                environment
file  found
`
	if diff := cmp.Diff(want, printed(t, Table, 42, rows)); diff != "" {
		t.Error(diff)
	}
	if out := printed(t, Table, 0, rows); !strings.Contains(out, "MP_USERNAME and MP_SECRET are not set  give both") {
		t.Errorf("wrapped without a screen:\n%s", out)
	}
}

func TestTableGivesTheRoomOfShortSentencesToLongOnes(t *testing.T) {
	rows := List([]string{"status", "path"}, [][]any{{"ok", strings.Repeat("p", 70)}}, func(row []any) []any { return row })
	rows.Prose = []string{"path", "status"}
	if out := printed(t, Table, 80, rows); !strings.Contains(out, strings.Repeat("p", 70)) {
		t.Errorf("wrapped although it fits:\n%s", out)
	}
}

func TestTableOfAnObjectWrapsItsValues(t *testing.T) {
	var out bytes.Buffer
	object := Object{Fields: []Field{{"path", strings.Repeat("/folder", 10)}, {"n", 1}}}
	if err := (Printer{Out: &out, Format: Table, Screen: true, Width: 40}).Object(object); err != nil {
		t.Fatal(err)
	}
	if text := strings.ReplaceAll(out.String(), "\n      ", ""); !strings.Contains(text, strings.Repeat("/folder", 10)) {
		t.Errorf("the value is not whole:\n%s", out.String())
	}
}

func TestTableOfNothing(t *testing.T) {
	for _, width := range []int{0, 20} {
		var out bytes.Buffer
		if err := (Printer{Out: &out, Format: Table, Width: width}).Object(Object{}); err != nil || out.String() != "" {
			t.Errorf("width %d: %q, %v; want nothing", width, out.String(), err)
		}
	}
}
