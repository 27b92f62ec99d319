package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// hostile holds one of each kind of character that steers a terminal.
const hostile = "a\x1b[31m\x07\x7f\u009b2J\u202eevil\u2066\u2028b"

func onScreen(t *testing.T, format Format, rows Rows) string {
	t.Helper()
	var out bytes.Buffer
	if err := (Printer{Out: &out, Format: format, Screen: true}).Rows(rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestNothingStoredSteersTheScreen(t *testing.T) {
	rows := List([]string{"v" + hostile}, []int{1}, func(int) []any { return []any{hostile} })
	for _, format := range TextFormats() {
		out := onScreen(t, Format(format), rows)
		if strings.ContainsAny(out, "\x1b\x07\x7f\u009b\u202e\u2066\u2028") {
			t.Errorf("%s: %q", format, out)
		}
		if !strings.Contains(out, "evil") {
			t.Errorf("%s: the text is gone: %q", format, out)
		}
	}
}

func TestAScreenChangesNoJSONValue(t *testing.T) {
	rows := List([]string{"v"}, []int{1}, func(int) []any { return []any{hostile + "naïve 東京"} })
	var got []map[string]string
	if err := json.Unmarshal([]byte(onScreen(t, JSON, rows)), &got); err != nil || got[0]["v"] != hostile+"naïve 東京" {
		t.Errorf("read back %q, %v", got, err)
	}
}

func TestAFileGetsStoredDataAsItIs(t *testing.T) {
	rows := List([]string{"v"}, []int{1}, func(int) []any { return []any{hostile} })
	for _, format := range []Format{CSV, Plain} {
		if out := printed(t, format, 0, rows); !strings.Contains(out, hostile) {
			t.Errorf("%s changed the value: %q", format, out)
		}
	}
}

func TestScreenKeepsCharactersThatArriveInPieces(t *testing.T) {
	const text = "naïve 東京 🎉\ttab\nline"
	var out bytes.Buffer
	if _, err := io.Copy(&screen{w: &out}, iotest.OneByteReader(strings.NewReader(text))); err != nil || out.String() != text {
		t.Errorf("%q, %v; want %q", out.String(), err, text)
	}
}

// full fails every write, as a disk without room does.
type full struct{ writes int }

var errFull = errors.New("no space left on device")

func (f *full) Write([]byte) (int, error) { f.writes++; return 0, errFull }

func TestAWriteThatFailsIsReturnedInEveryFormat(t *testing.T) {
	for _, format := range TextFormats() {
		for _, screen := range []bool{false, true} {
			printer := Printer{Out: &full{}, Format: Format(format), Screen: screen}
			if err := printer.Rows(accounts); !errors.Is(err, errFull) {
				t.Errorf("%s, screen %v: error = %v", format, screen, err)
			}
			if err := printer.Object(Object{Fields: []Field{{"a", 1}}}); !errors.Is(err, errFull) {
				t.Errorf("%s object, screen %v: error = %v", format, screen, err)
			}
		}
	}
}

// counting counts writes.
type counting struct{ writes int }

func (c *counting) Write(p []byte) (int, error) { c.writes++; return len(p), nil }

func TestRowsReachAProgramInBlocks(t *testing.T) {
	const n = 10_000
	rows := List([]string{"i"}, make([]int, n), func(i int) []any { return []any{i} })
	for _, format := range TextFormats() {
		var out counting
		if err := (Printer{Out: &out, Format: Format(format)}).Rows(rows); err != nil {
			t.Fatal(err)
		}
		if out.writes > n/100 {
			t.Errorf("%s: %d writes for %d rows", format, out.writes, n)
		}
	}
}
