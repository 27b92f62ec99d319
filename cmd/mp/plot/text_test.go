package plot

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

var update = flag.Bool("update", false, "write testdata again")

func TestTextOfEachChart(t *testing.T) {
	for name, rows := range chartsOf(t) {
		chart, err := Of("mp query "+name, rows)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, path := chart.Text(80), filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// tooWide is the first line of a text that does not fit so many columns, "" for none.
func tooWide(text string, width int) string {
	for line := range strings.Lines(text) {
		if prettytext.StringWidth(strings.TrimSuffix(line, "\n")) > width {
			return line
		}
	}
	return ""
}

func TestTextIsPlainAndFitsTheScreen(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120} {
		for name, rows := range chartsOf(t) {
			chart, err := Of("title", rows)
			if err != nil {
				t.Fatal(err)
			}
			text := chart.Text(width)
			if strings.ContainsAny(text, "\x1b\r\t") {
				t.Errorf("%s: %q steers a terminal", name, text)
			}
			if line := tooWide(text, width); line != "" {
				t.Errorf("%s: wider than %d columns: %s", name, width, line)
			}
		}
	}
}

func TestACalendarHasAWeekInEachRow(t *testing.T) {
	chart := Calendar("coverage", map[string]float64{"2026-01-01": 532, "2026-01-02": 0, "2026-01-05": 1000, "2026-01-12": 250, "no day": 1})
	want := `coverage

                Mon      Tue      Wed      Thu      Fri      Sat      Sun
2025-12-29                             ▓   532  ·     0
2026-01-05  █ 1,000
2026-01-12  ░   250

· none, ░ to 250, ▒ to 500, ▓ to 750, █ to 1,000
`
	if diff := cmp.Diff(want, chart.Text(80)); diff != "" {
		t.Error(diff)
	}
	if text := Calendar("coverage", nil).Text(80); !strings.Contains(text, "nothing to draw") {
		t.Errorf("an empty one is %q", text)
	}
}

func TestTheLegendOfCountsHasWholeNumbers(t *testing.T) {
	for top, want := range map[float64]string{
		789: "· none, ░ to 197, ▒ to 394, ▓ to 591, █ to 789", 3: "· none, ▒ to 1, ▓ to 2, █ to 3", 1: "· none, █ to 1", 0: "· none",
		1.5: "· none, ░ to 0.375, ▒ to 0.75, ▓ to 1.12, █ to 1.50",
	} {
		text := Calendar("coverage", map[string]float64{"2026-01-01": top, "2026-01-02": 0}).Text(80)
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if got := lines[len(lines)-1]; got != want {
			t.Errorf("to %v: %q, want %q", top, got, want)
		}
	}
	// Each count has the shade that the legend says.
	for top := range 40 {
		for count := 1; count <= top; count++ {
			chart := Chart{Kind: Grid, Series: []Series{{Values: []float64{float64(top), float64(count)}}}}
			_, after, _ := strings.Cut(chart.shades(float64(top)), shade(float64(count), float64(top))+" to ")
			most, err := strconv.Atoi(strings.Split(after, ",")[0])
			if err != nil || count > most {
				t.Errorf("%d of %d: %q has no such shade: %v", count, top, chart.shades(float64(top)), err)
			}
		}
	}
}

func TestATitleIsSeenWholeAndStandsAboveItsNotes(t *testing.T) {
	chart := drawn(t, arrow.BinaryTypes.String, row("a", 1))
	chart.Title, chart.LeftOut = strings.Repeat("many words ", 30), "5 more are left out"
	if text := strings.ReplaceAll(chart.Text(80), "\n", " "); strings.Count(text, "many") != 30 {
		t.Errorf("drew %s", text)
	}
	svg := svgOf(t, chart)
	if strings.Count(svg, "many") != 30 || !strings.Contains(svg, "5 more are left out") {
		t.Error("the picture does not have the whole title")
	}
	at := map[string]bool{}
	for _, text := range regexp.MustCompile(`<text x="20" y="(\d+)"`).FindAllStringSubmatch(svg, -1) {
		if at[text[1]] {
			t.Errorf("two texts at %s", text[1])
		}
		at[text[1]] = true
	}
}
