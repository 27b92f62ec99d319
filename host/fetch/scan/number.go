package scan

import (
	"math"
	"strconv"
)

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?.
func (s *Scanner) number(line []byte, i int) int {
	if line[i] == '-' {
		i++
	}
	first := i
	if i = s.digits(line, i); i < 0 {
		return i
	}
	if line[first] == '0' && i > first+1 {
		return s.fail(BadNumber, first)
	}
	if i < len(line) && line[i] == '.' {
		if i = s.digits(line, i+1); i < 0 {
			return i
		}
	}
	if i < len(line) && line[i]|0x20 == 'e' {
		i++
		if i < len(line) && (line[i] == '+' || line[i] == '-') {
			i++
		}
		i = s.digits(line, i)
	}
	return i
}

// digits reads one digit or more.
func (s *Scanner) digits(line []byte, i int) int {
	first := i
	for i < len(line) && line[i]-'0' <= 9 {
		i++
	}
	switch {
	case i > first:
		return i
	case i == len(line):
		return s.fail(Incomplete, i)
	}
	return s.fail(BadNumber, i)
}

// Bounds of a time: the years 1 to 9999 in seconds, and where milliseconds begin. Mixpanel takes times from 1971 to an
// hour from now: in milliseconds those are greater than 3e10, in seconds smaller than that until the year 2920.
const (
	firstSecond  = -62135596800
	lastSecond   = 253402300799
	milliseconds = 30_000_000_000
)

// parseTime reads the token of a time, in seconds or milliseconds since 1970.
func parseTime(token []byte) (micros int64, reason string) {
	if token[0] != '-' && token[0]-'0' > 9 {
		return 0, TimeNotNumber
	}
	whole, ok := ParseInteger(token)
	if !ok {
		return parseFraction(token)
	}
	unit := int64(1e6)
	if whole >= milliseconds || whole <= -milliseconds {
		unit = 1e3
	}
	if perSecond := 1e6 / unit; whole < firstSecond*perSecond || whole > lastSecond*perSecond+perSecond-1 {
		return 0, TimeOutOfRange
	}
	return whole * unit, ""
}

// ParseInteger reads a number token that is an integer of up to eighteen digits; ok is false for every other.
func ParseInteger(token []byte) (value int64, ok bool) {
	digits := token
	if token[0] == '-' {
		digits = token[1:]
	}
	if len(digits) > 18 {
		return 0, false
	}
	for _, c := range digits {
		if c-'0' > 9 {
			return 0, false
		}
		value = value*10 + int64(c-'0')
	}
	if token[0] == '-' {
		value = -value
	}
	return value, true
}

// parseFraction reads a number with a fraction or an exponent. A float64 holds microseconds until the year 2255.
func parseFraction(token []byte) (micros int64, reason string) {
	value, err := strconv.ParseFloat(string(token), 64)
	unit := 1e6
	if math.Abs(value) >= milliseconds {
		unit = 1e3
	}
	if err != nil || value*unit < firstSecond*1e6 || value*unit >= (lastSecond+1)*1e6 {
		return 0, TimeOutOfRange
	}
	return int64(math.Round(value * unit)), ""
}
