package plot

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

func (t columns) rateText(column, row int) string {
	share := t.number(column, row)
	if t.names[column] != "conversion_rate" {
		share /= 100
	}
	return percentText(share)
}

// percentText is a fraction in percent.
func percentText(share float64) string { return strconv.FormatFloat(share*100, 'f', 1, 64) + "%" }

// column are the texts of a column. Dates that are all at midnight are dates.
func (t columns) column(i int) []string {
	texts, clock := make([]string, t.rows), false
	for row := range texts {
		if !t.batch.Column(i).IsNull(row) {
			texts[row] = t.batch.Column(i).ValueStr(row)
		}
		clock = clock || dateAlone(texts[row]) == texts[row] && texts[row] != ""
	}
	for row := range texts {
		if !clock {
			texts[row] = dateAlone(texts[row])
		}
	}
	return texts
}

// dateAlone leaves out a clock at midnight.
func dateAlone(text string) string {
	for _, separator := range []string{"T", " "} {
		day, clock, ok := strings.Cut(text, separator)
		clock, _, _ = strings.Cut(clock, "+") // the midnight of a zone is the beginning of its day
		clock, _, _ = strings.Cut(clock, "-")
		if ok && strings.HasPrefix(clock, "00:00:00") && strings.Trim(clock, "0:.Z") == "" {
			return day
		}
	}
	return text
}

func (t columns) text(column, row int) string {
	values := t.batch.Column(column)
	if values.IsNull(row) {
		return ""
	}
	text := values.ValueStr(row)
	if column == t.date {
		return dateAlone(text)
	}
	return text
}

// label names a row by its texts, and its step.
func (t columns) label(row int) string {
	var parts []string
	for _, column := range t.texts {
		parts = append(parts, cmp.Or(t.text(column, row), "(none)"))
	}
	label := strings.Join(parts, " / ")
	if t.step >= 0 {
		label = t.text(t.step, row) + ". " + label
	}
	return label
}

// rowName names a row of a grid: its date, or its texts.
func (t columns) rowName(row int) string {
	if t.date >= 0 {
		return t.text(t.date, row)
	}
	return t.label(row)
}

func (t columns) number(column, row int) float64 {
	values := t.batch.Column(column)
	if values.IsNull(row) {
		return math.NaN()
	}
	number, err := strconv.ParseFloat(values.ValueStr(row), 64)
	if err != nil {
		return math.NaN()
	}
	return number
}

func (t columns) isFraction(column int) bool {
	return arrow.IsFloating(t.batch.Schema().Field(column).Type.ID())
}
