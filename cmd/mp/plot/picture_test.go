package plot

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"regexp"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func svgOf(t *testing.T, chart Chart) string {
	t.Helper()
	svg, err := chart.Picture(".svg")
	if err != nil {
		t.Fatal(err)
	}
	return string(svg)
}

var svgText = regexp.MustCompile(`<text x="(\d+)"[^>]*>([^<]*)</text>`)

// barsIn are the left and right ends of the filled bars.
func barsIn(svg string) (bars [][2]int) {
	for _, path := range regexp.MustCompile(`<path\s+d="M (\d+) \d+\s?L (\d+) \d+[^"]*" style="[^"]*fill:rgb\(84,112,198\)`).FindAllStringSubmatch(svg, -1) {
		var ends [2]int
		fmt.Sscan(path[1], &ends[0])
		fmt.Sscan(path[2], &ends[1])
		bars = append(bars, ends)
	}
	return bars
}

func TestBarsOfAPictureBeginAtZero(t *testing.T) {
	bars := barsIn(svgOf(t, drawn(t, arrow.BinaryTypes.String, row("a", 1000), row("b", 1001), row("c", 1003))))
	if len(bars) != 3 {
		t.Fatalf("%d bars", len(bars))
	}
	for i, bar := range bars {
		if width := bar[1] - bar[0]; width < 500 || bar[0] != bars[0][0] {
			t.Errorf("bar %d goes from %d to %d", i, bar[0], bar[1])
		}
	}
	bars = barsIn(svgOf(t, drawn(t, arrow.BinaryTypes.String, row("a", -50), row("b", 100), row("c", 0))))
	if len(bars) != 3 || bars[0][1] != bars[1][0] || bars[2][0] != bars[2][1] || bars[0][1]-bars[0][0] < (bars[1][1]-bars[1][0])*9/20 {
		t.Errorf("bars of -50, 100, 0 are %v", bars)
	}
}

func TestNoNumberOfAPictureTouchesAnother(t *testing.T) {
	svg := svgOf(t, drawn(t, arrow.BinaryTypes.String, row("a", 9007199254740993), row("b", 5)))
	texts := map[string]int{}
	for _, text := range svgText.FindAllStringSubmatch(svg, -1) {
		texts[text[2]]++
	}
	for text, n := range texts {
		if n > 1 {
			t.Errorf("%s stands %d times", text, n)
		}
	}
}

func TestPicturesAreWhole(t *testing.T) {
	for name, rows := range chartsOf(t) {
		chart, err := Of("<script>alert(1)</script> & "+name, rows)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := chart.Picture(".svg")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if problem := wellFormed(svg); problem != nil {
			t.Errorf("%s: %v in %s", name, problem, svg)
		}
		page, err := chart.Picture(".html")
		if err != nil || bytes.Contains(page, []byte("<script")) || bytes.Contains(page, []byte("src=")) || !bytes.Contains(page, []byte("<svg")) {
			t.Errorf("%s: %v, or the page runs or loads something", name, err)
		}
	}
	if _, err := (Chart{}).Picture(".gif"); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("error = %v", err)
	}
}

// A PNG is the picture of an SVG, painted slowly: one of each kind will do.
func TestAPNGIsAPicture(t *testing.T) {
	for kind, c := range []Chart{
		{Labels: []string{"2026-01-01", "2026-01-02"}, Series: []Series{{"a", []float64{1, 2}}}},
		{Kind: Bars, Labels: []string{"日本 → a"}, Series: []Series{{"a", []float64{1}}}},
		{Kind: Grid, Labels: []string{"0"}, Series: []Series{{"a", []float64{1}}}},
	} {
		picture, err := c.Picture(".png")
		if err == nil {
			_, err = png.Decode(bytes.NewReader(picture))
		}
		if err != nil {
			t.Errorf("kind %d: %v", kind, err)
		}
	}
}

func wellFormed(text []byte) error {
	for decoder := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
