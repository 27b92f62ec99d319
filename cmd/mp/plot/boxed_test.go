package plot

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestBoxedNamesEachCharacterThatAPNGLacksOnce(t *testing.T) {
	chart := Chart{
		Title: "Événement → 日本", Question: "ж", LeftOut: "…", Labels: []string{"日\u0301 日", "€ … – ·"}, Series: []Series{{"🎉", nil}},
	}
	if got := chart.Boxed(".png"); got != "日本🎉" {
		t.Errorf("boxes for %q", got)
	}
	if got := chart.Boxed(".svg") + chart.Boxed(".html"); got != "" {
		t.Errorf("boxes for %q in an svg", got)
	}
}

func TestWideNamesEndBeforeTheirBars(t *testing.T) {
	name := strings.Repeat("日", 20)
	svg := svgOf(t, Chart{Kind: Bars, Labels: []string{name, "b"}, Series: []Series{{"count", []float64{1, 2}}}})
	text := regexp.MustCompile(`<text x="(\d+)"[^>]*font-size:([0-9.]+)px[^>]*>` + name).FindStringSubmatch(svg)
	if text == nil {
		t.Fatalf("no name in %s", svg)
	}
	x, _ := strconv.ParseFloat(text[1], 64)
	size, _ := strconv.ParseFloat(text[2], 64)
	if bars := barsIn(svg); len(bars) != 2 || float64(bars[0][0]) < x+20*size {
		t.Errorf("20 characters of %v px from %v reach into the bars %v", size, x, bars)
	}
}
