package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// wide are n rows of ten columns, each too narrow to be shortened and together wider than 80.
func wide(n int, change func(i int, row []any)) Rows {
	columns := strings.Split("event_name count b c d e f g h properties", " ")
	return List(columns, upTo(n), func(i int) []any {
		row := []any{"Sign Up", i, "bbbbbbbb", nil, "dddddddd", true, "ffffffff", "gggggggg", "hhhhhhhh", "{}"}
		change(i, row)
		return row
	})
}

// upTo are the numbers from 1 to n.
func upTo(n int) (numbers []int) {
	for i := range n {
		numbers = append(numbers, i+1)
	}
	return numbers
}

func same(int, []any) {}

// checkWidth says which lines are wider than a screen.
func checkWidth(t *testing.T, out string, screen int) {
	t.Helper()
	for line := range strings.Lines(out) {
		if got := prettytext.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); got > screen {
			t.Errorf("a line is %d wide, and the screen %d: %q", got, screen, line)
		}
	}
}

func TestRowsWiderThanTheScreenAreBlocks(t *testing.T) {
	rows := wide(2, func(i int, row []any) {
		if i == 2 {
			row[0], row[9] = "サインアップ", `{"$city":"New  York","plan":"`+strings.Repeat("日", 40)+`"}`
		}
	})
	rule := strings.Repeat("─", 75)
	want := `── 1 ` + rule + `
EVENT NAME  Sign Up
COUNT       1
B           bbbbbbbb
C
D           dddddddd
E           Yes
F           ffffffff
G           gggggggg
H           hhhhhhhh
PROPERTIES  {}
── 2 ` + rule + `
EVENT NAME  サインアップ
COUNT       2
B           bbbbbbbb
C
D           dddddddd
E           Yes
F           ffffffff
G           gggggggg
H           hhhhhhhh
PROPERTIES  {"$city":"New
            York","plan":"` + strings.Repeat("日", 26) + `
            ` + strings.Repeat("日", 14) + `"}
`
	got := printed(t, Table, 80, rows)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	checkWidth(t, got, 80)
	if whole := printed(t, Table, 0, wide(2, same)); !strings.HasPrefix(whole, "EVENT NAME  COUNT  B ") {
		t.Errorf("blocks without a screen:\n%s", whole)
	}
}

func TestAnEmptyAnswerShowsItsColumnsWhole(t *testing.T) {
	got := printed(t, Table, 20, wide(0, same))
	want := "── no rows ─────────\nEVENT NAME\nCOUNT\nB\nC\nD\nE\nF\nG\nH\nPROPERTIES\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBlocksCountTheRowsOfAllPages(t *testing.T) {
	const n = 2*tablePage + 1
	out := printed(t, Table, 80, wide(n, same))
	if got := strings.Count(out, "\n"); got != n*11 || !strings.Contains(out, "\n── 2001 ───") {
		t.Errorf("%d lines, want 11 for each of %d rows, the last of which is numbered", got, n)
	}
}

func TestAPageThatIsTooWideMakesBlocksOfTheRest(t *testing.T) {
	rows := List([]string{"a", "b", "c", "d"}, upTo(3*tablePage), func(i int) []any {
		if i == tablePage+1 {
			long := strings.Repeat("x", 30)
			return []any{long, long, long, long}
		}
		return []any{"short", i, nil, ""}
	})
	out := printed(t, Table, 80, rows)
	checkWidth(t, out, 80)
	if !strings.HasPrefix(out, "A      B     C  D\n") || strings.Count(out, "A      B") != 1 {
		t.Errorf("the first page alone is a table:\n%.200s", out)
	}
	if got := strings.Count(out, "\n── "); got != 2*tablePage || strings.Contains(out, shortMark) || !strings.Contains(out, "\n── 1001 ───") {
		t.Errorf("%d blocks, want %d, and nothing shortened", got, 2*tablePage)
	}
}

func TestLongNamesAreWholeInBlocks(t *testing.T) {
	name := strings.Repeat("a name ", 12)
	rows := List([]string{name, "b", "c"}, []int{1}, func(int) []any { v := strings.Repeat("v", 70); return []any{v, v, v} })
	out := printed(t, Table, 60, rows)
	checkWidth(t, out, 60)
	if got := strings.Count(out, "NAME"); got != 12 || strings.Count(out, "v") != 3*70 || strings.Contains(out, shortMark) {
		t.Errorf("something is missing:\n%s", out)
	}
}

func TestWrapKeepsAllButTheBlanksItBreaksAt(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 5, ""},
		{"12345", 5, "12345"},
		{"12345 ", 5, "12345\n"},
		{"one  two three", 8, "one  two\nthree"},
		{"one two", 3, "one\ntwo"},
		{"longword x", 4, "long\nword\nx"},
		{" 12345", 4, " 123\n45"},
		{"日本語", 5, "日本\n語"},
		{"日", 1, "日"},
		{strings.Repeat("x", 1<<20), 1 << 10, strings.TrimSuffix(strings.Repeat(strings.Repeat("x", 1<<10)+"\n", 1<<10), "\n")},
	} {
		if got := wrap(tt.text, tt.width); got != tt.want {
			t.Errorf("wrap(%.40q, %d) = %.80q, want %.80q", tt.text, tt.width, got, tt.want)
		}
	}
}
