package main

import (
	"fmt"
	"strconv"
	"strings"
)

// words are a list in JSON and stand beside one another in a cell.
type words []string

func (w words) String() string { return strings.Join(w, " ") }

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// thousands writes a count with a comma every three digits.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// spanText is a run of days, both ends included, or the one day.
func spanText(from, to string) string {
	if from == to {
		return from
	}
	return from + ".." + to
}
