package plot

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-analyze/charts"
)

// Boxed are the characters of the chart that a picture shows as boxes: those that the font inside a PNG lacks, such as
// Chinese and emoji. It is "" for other pictures, whose viewer has fonts of its own. A font with all of them would be
// larger than the rest of mp.
func (c Chart) Boxed(extension string) string {
	if extension != ".png" {
		return ""
	}
	c = c.pictured(charts.ChartOutputPNG)
	texts := slices.Concat([]string{c.Title, c.Question, c.LeftOut}, c.Labels)
	for _, series := range c.Series {
		texts = append(texts, series.Name)
	}
	var lacking []rune
	for _, r := range strings.Join(texts, "") {
		if lacks(r) && !slices.Contains(lacking, r) {
			lacking = append(lacking, r)
		}
	}
	return string(lacking)
}

// lacks says that the font of pictures has no form of a character that has one.
func lacks(r rune) bool {
	return charts.GetDefaultFont().Index(r) == 0 && unicode.IsPrint(r) && !unicode.Is(unicode.Mn, r)
}
