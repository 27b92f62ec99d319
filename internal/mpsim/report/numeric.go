package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// steps is how often the width of a bucket of values goes into their range, at
// most.
const steps = 10

// Numeric is the report behind segmentation/numeric: events by what range of
// numbers a value lies in. It reads the events twice.
type Numeric struct {
	Event string
	Span  Span
	Type  Type
	On    *expr.Expr
	Where *expr.Expr // nil for all events
	Limit int        // of ranges, those with the most events; 0 for no limit
}

// Answer counts; segments are labels such as "2,000 - 2,100", of which the upper
// end is outside, and "undefined" for what is not a finite number. The error is
// an *expr.OperandError.
func (q Numeric) Answer(events Source) (Series, error) {
	width, err := q.width(events)
	if err != nil {
		return Series{}, err
	}
	count := Count{Events: []string{q.Event}, Span: q.Span, Type: q.Type, Where: q.Where, Limit: q.Limit}
	count.By = func(e *Event) ([]string, error) {
		value, err := q.On.Eval(e)
		if err != nil {
			return nil, err
		}
		number, ok := finite(value)
		if !ok {
			return []string{undefined}, nil
		}
		low := math.Floor(number/width) * width
		return []string{whole(low) + " - " + whole(low+width)}, nil
	}
	return count.Answer(events)
}

// width is the least of 1, 2, 5, 10, 20, 50, … that goes at most ten times into
// the range of the values.
func (q Numeric) width(events Source) (float64, error) {
	low, high, err := q.extremes(events)
	if err != nil {
		return 0, err
	}
	for scale := 1.0; ; scale *= 10 {
		for _, step := range []float64{1, 2, 5} {
			if width := scale * step; (high/width)-(low/width) <= steps {
				return width, nil
			}
		}
	}
}

func (q Numeric) extremes(events Source) (low, high float64, err error) {
	buckets := q.Span.buckets()
	low, high = math.Inf(1), math.Inf(-1)
	for e := range events(q.Span.Days()) {
		if _, inside := buckets.of(e); !inside {
			continue
		}
		match, err := e.matches([]string{q.Event}, q.Where)
		if err != nil {
			return 0, 0, err
		}
		if !match {
			continue
		}
		value, err := q.On.Eval(e)
		if err != nil {
			return 0, 0, err
		}
		if number, ok := finite(value); ok {
			low, high = min(low, number), max(high, number)
		}
	}
	return low, high, nil
}

// whole writes a whole number with commas between thousands.
func whole(x float64) string {
	digits := strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
	var text strings.Builder
	if x < 0 {
		text.WriteByte('-')
	}
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			text.WriteByte(',')
		}
		text.WriteByte(digits[i])
	}
	return text.String()
}
