package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestPlotTakesAPictureAsItsValueAndNothingElse(t *testing.T) {
	for line, want := range map[string]string{
		"query sql --plot":                  "query sql --plot",
		"query sql --plot out.html":         "query sql --plot=out.html",
		"query sql --plot OUT.PNG -q":       "query sql --plot=OUT.PNG -q",
		"query sql --plot out.gif":          "query sql --plot=out.gif",
		"query sql --plot SELECT":           "query sql --plot SELECT",
		"query sql --plot --from x":         "query sql --plot --from x",
		"query sql -- --plot out.html":      "query sql -- --plot out.html",
		"query sql --plot=out.svg":          "query sql --plot=out.svg",
		"query funnel 7 --plot a.svg b.svg": "query funnel 7 --plot=a.svg b.svg",
	} {
		if got := strings.Join(joinPlot(strings.Fields(line)), " "); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
	if got := joinPlot([]string{"--plot", ""}); !slices.Equal(got, []string{"--plot="}) {
		t.Errorf("an empty value is %q", got)
	}
}

func TestPlotThatCannotBeIsRefusedBeforeAnythingIsDone(t *testing.T) {
	for _, tt := range []struct {
		line, want string
	}{
		{"query sql x --plot out.gif", ".html, .svg, .png"},
		{"query sql x --plot -f csv", "--format"},
		{"query sql x --plot --jq .", "--jq"},
		{"query sql x --plot a.svg -o b.svg", "leave out --output"},
		{"inspect drop x --plot", "changes the store"},
		{"inspect summarize -t events --plot", "cannot draw what mp inspect summarize shows: it draws numbers by date"},
		{"query activity-feed --users a --plot a.png", "segmentation"},
	} {
		t.Chdir(t.TempDir())
		s := newApp("")
		if status := s.runs(t, strings.Fields(tt.line)...); status != 3 || !strings.Contains(s.stderr.String(), tt.want) || filesIn(t, ".") != "" {
			t.Errorf("%s: status %d, %s; want 3 and %q", tt.line, status, s.stderr.String(), tt.want)
		}
	}
}

func TestPlotOfRowsIsTextOrAFile(t *testing.T) {
	rows := render.List([]string{"event", "count"}, []string{"Login", "Sign Up"}, func(name string) []any { return []any{name, len(name)} })
	s := newApp("")
	s.plot, s.asked = onScreen, asked{Question: "query sql", Arguments: []argument{{value: "SELECT 1"}, {name: "param", value: "a=b"}}}
	if err := s.rows(rows); err != nil {
		t.Fatal(err)
	}
	want := "mp query sql 'SELECT 1' --param a=b\n\nLogin   █"
	if got := s.stdout.String(); !strings.HasPrefix(got, want) {
		t.Errorf("drew %q, want %q", got, want)
	}
	s = newApp("")
	s.plot = filepath.Join(t.TempDir(), "out.html")
	if err := s.rows(rows); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(s.plot)
	if err != nil || !strings.Contains(string(page), "<svg") || s.stdout.Len() != 0 || !strings.Contains(s.stderr.String(), "out.html") {
		t.Errorf("%v: %.60s; stdout %q, stderr %q", err, page, s.stdout.String(), s.stderr.String())
	}
	s.plot = filepath.Join(t.TempDir(), "none", "out.html")
	if err := s.rows(rows); err == nil || !strings.Contains(err.Error(), "--plot") {
		t.Errorf("error = %v", err)
	}
}

func TestPlotOfCoverageIsACalendar(t *testing.T) {
	s := newApp("")
	s.plot = onScreen
	if err := s.printCoverage([]storage.Day{{Day: "2026-01-01", Stored: 5}, {Day: "2026-01-03", Stored: 10}}); err != nil {
		t.Fatal(err)
	}
	if got := s.stdout.String(); !strings.Contains(got, "Mon") || !strings.Contains(got, "2025-12-29") || !strings.Contains(got, "▒  5        █ 10") {
		t.Errorf("drew %s", got)
	}
}

func TestPlotOfOneObjectIsRefused(t *testing.T) {
	s := newApp("")
	s.plot = onScreen
	if err := s.object(render.Field{Name: "a", Value: 1}); err == nil || s.stdout.Len() != 0 {
		t.Errorf("error = %v, stdout %q", err, s.stdout.String())
	}
}

func TestPlotIsAsWideAsTheScreenOrAsColumnsSays(t *testing.T) {
	for _, tt := range []struct {
		columns  string
		terminal bool
		width    int
		want     int
	}{
		{"", false, 0, 80}, {"", false, 132, 80}, {"100", false, 0, 100}, {"100", true, 132, 132}, {"100", true, 0, 100},
		{"none", false, 0, 80}, {"-5", false, 0, 80}, {"999999999", false, 0, 1000},
	} {
		s := newApp("")
		s.outTerminal, s.width = tt.terminal, tt.width
		s.lookupEnv = func(name string) (string, bool) { return tt.columns, name == "COLUMNS" && tt.columns != "" }
		if got := s.plotWidth(); got != tt.want {
			t.Errorf("%+v: %d columns", tt, got)
		}
	}
}

func TestAPNGOfCharactersThatItsFontLacksIsWarnedOf(t *testing.T) {
	rows := render.List([]string{"event", "count"}, []string{"日本", "Événement"}, func(name string) []any { return []any{name, len(name)} })
	for ending, warned := range map[string]bool{".png": true, ".svg": false, ".html": false} {
		s := newApp("")
		s.plot = filepath.Join(t.TempDir(), "out"+ending)
		if err := s.rows(rows); err != nil {
			t.Fatal(err)
		}
		if got := s.stderr.String(); strings.Contains(got, "INVALID_ARGUMENT") != warned || strings.Contains(got, "日本,") != warned {
			t.Errorf("%s: %s", ending, got)
		}
	}
}

func TestEveryCommandThatIsNotDrawnIsThere(t *testing.T) {
	root := newApp("").rootCommand()
	for _, path := range undrawn {
		command, _, err := root.Find(strings.Fields(path)[1:])
		if err != nil || command.CommandPath() != path {
			t.Errorf("%s: %v, %v", path, command, err)
		}
	}
}
