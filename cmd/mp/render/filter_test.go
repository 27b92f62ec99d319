package render

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// filtered prints with a filter.
func filtered(t *testing.T, format Format, expression string, do func(Printer) error) (string, error) {
	t.Helper()
	filter, err := ParseFilter(t.Context(), expression)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = do(Printer{Out: &out, Format: format, Filter: filter})
	return out.String(), err
}

var cities = List([]string{"city", "n"}, [][]any{{"Rome", int64(9007199254740993)}, {"<Oslo>", json.Number("1.10")}},
	func(row []any) []any { return row })

func TestFilterSeesAllRowsInJSONAndEachInJSONL(t *testing.T) {
	for _, tt := range []struct {
		format           Format
		expression, want string
	}{
		{JSON, "length", "2\n"},
		{JSON, ".[0].city", "\"Rome\"\n"},
		{JSON, ".[].n", "[\n  9007199254740993,\n  1.10\n]\n"},
		{JSON, ".[] | select(.n > 1e20)", "[]\n"},
		{JSON, "map(.city)", "[\n  \"Rome\",\n  \"<Oslo>\"\n]\n"},
		{JSON, ".[0].n + 1", "9007199254740994\n"},
		{JSON, "halt", "[]\n"},
		{JSONL, ".city", "\"Rome\"\n\"<Oslo>\"\n"},
		{JSONL, "select(.n > 2) | .n", "9007199254740993\n"},
		{JSONL, ".city, .n", "\"Rome\"\n9007199254740993\n\"<Oslo>\"\n1.10\n"},
		{JSONL, "empty", ""},
	} {
		got, err := filtered(t, tt.format, tt.expression, func(p Printer) error { return p.Rows(cities) })
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s %s: %v\n%s", tt.format, tt.expression, err, diff)
		}
	}
}

func TestFilterOfObjectsAndValues(t *testing.T) {
	object := Object{Fields: []Field{{"a", 1}, {"b", []int{1, 2}}}}
	for want, do := range map[string]func(Printer) error{
		"2\n":                func(p Printer) error { return p.Object(object) },
		"\"x\"\n":            func(p Printer) error { return p.Value(map[string][]any{"b": {0, "x"}}) },
		"{\n  \"c\": 1\n}\n": func(p Printer) error { return p.Answer(json.RawMessage(`{"b":[0,{"c":1}]}`)) },
	} {
		if got, err := filtered(t, JSON, ".b[1]", do); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}

func TestAnswerThatIsAListIsLinesInJSONL(t *testing.T) {
	list := json.RawMessage(`[{"id":1,"l":[2]},"x",[3]]`)
	var out bytes.Buffer
	if err := (Printer{Out: &out, Format: JSONL}).Answer(list); err != nil || out.String() != "{\"id\":1,\"l\":[2]}\n\"x\"\n[3]\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	got, err := filtered(t, JSONL, ".id?", func(p Printer) error { return p.Answer(list) })
	if err != nil || got != "1\n" {
		t.Errorf("filtered %q, %v", got, err)
	}
	out.Reset()
	if err := (Printer{Out: &out, Format: JSONL}).Answer(json.RawMessage(`[]`)); err != nil || out.Len() != 0 {
		t.Errorf("an empty list is %q, %v", out.String(), err)
	}
}

func TestFilterThatIsWrongOrFailsNamesJQ(t *testing.T) {
	for _, expression := range []string{".[", "nothing_of_that_name", "include \"m\"; .", ""} {
		if _, err := ParseFilter(t.Context(), expression); expression != "" && !isJQ(err) {
			t.Errorf("%q: error = %v", expression, err)
		}
	}
	for _, format := range []Format{JSON, JSONL} {
		_, err := filtered(t, format, `.a.b.c + error("x")`, func(p Printer) error { return p.Object(Object{}) })
		if !isJQ(err) {
			t.Errorf("%s: error = %v", format, err)
		}
	}
}

func isJQ(err error) bool {
	invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
	return ok && invalid.Argument == "--jq" && strings.Contains(err.Error(), "jq") && mperr.ExitCode(err) == 3
}

func TestFilterThatRunsOnEndsWithTheCommand(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	filter, err := ParseFilter(ctx, "last(range(infinite))")
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if err := (Printer{Out: &bytes.Buffer{}, Format: JSON, Filter: filter}).Value(1); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
}

// enough is a reader that goes away after some lines.
type enough struct{ lines int }

func (e *enough) Write(text []byte) (int, error) {
	if e.lines -= bytes.Count(text, []byte("\n")); e.lines < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(text), nil
}

func TestFilterWithoutEndEndsWithItsReader(t *testing.T) {
	filter, err := ParseFilter(t.Context(), "repeat(.)")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []Format{JSON, JSONL} {
		err = (Printer{Out: &enough{lines: 3}, Format: format, Filter: filter}).Value(1)
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: error = %v", format, err)
		}
	}
}

func TestArrayOfAFilterThatFailsIsLeftOpen(t *testing.T) {
	got, err := filtered(t, JSON, `1, 2, error("x")`, func(p Printer) error { return p.Value(0) })
	if want := "[\n  1,\n  2"; !isJQ(err) || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestFilterSeesNoEnvironment(t *testing.T) {
	t.Setenv("CANARY", "secret")
	got, err := filtered(t, JSON, "[env, $ENV]", func(p Printer) error { return p.Value(1) })
	if err == nil && strings.Contains(got, "secret") {
		t.Errorf("the filter sees %s", got)
	}
}

func TestDoneHearsHowAResultEnded(t *testing.T) {
	broken := errors.New("cut")
	for _, format := range Formats() {
		var told []error
		printer := Printer{Out: &bytes.Buffer{}, Format: Format(format), Done: func(err error) { told = append(told, err) }}
		_ = printer.Rows(cities)
		_ = printer.Object(Object{Fields: []Field{{"a", 1}}})
		_ = printer.Rows(Rows{Columns: []string{"a"}, All: func(yield func([]any, error) bool) { yield(nil, broken) }})
		if len(told) != 3 || told[0] != nil || told[1] != nil || !errors.Is(told[2], broken) {
			t.Errorf("%s: told %v", format, told)
		}
	}
}
