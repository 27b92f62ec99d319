package report

import (
	"math"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// Sum is the report behind segmentation/sum and segmentation/average.
type Sum struct {
	Event string
	Span  Span
	On    *expr.Expr
	Where *expr.Expr // nil for all events
	// Average divides each sum by the number of events in it, those that add
	// nothing included.
	Average bool
}

// addends is a sum that does not lose small numbers among great ones
// (Neumaier's), so that, once rounded, the order of events does not show.
type addends struct {
	sum, lost float64
	count     int
}

func (a *addends) add(x float64) {
	sum := a.sum + x
	if math.Abs(a.sum) >= math.Abs(x) {
		a.lost += a.sum - sum + x
	} else {
		a.lost += x - sum + a.sum
	}
	a.sum = sum
	a.count++
}

// total is the sum, rounded to the millionth.
func (a *addends) total() float64 {
	total := a.sum + a.lost
	if rounded := math.Round(total*1e6) / 1e6; !math.IsInf(rounded, 0) {
		return rounded
	}
	return total
}

// Answer returns a number for each label of the span, 0 where nothing happened.
// What is not a finite number counts as 0. The error is an *expr.OperandError.
func (q Sum) Answer(events Source) (map[string]float64, error) {
	buckets := q.Span.buckets()
	sums := make([]addends, q.Span.Buckets())
	for e := range events(q.Span.Days()) {
		bucket, inside := buckets.of(e)
		if !inside {
			continue
		}
		match, err := e.matches([]string{q.Event}, q.Where)
		if err != nil {
			return nil, err
		}
		if !match {
			continue
		}
		value, err := q.On.Eval(e)
		if err != nil {
			return nil, err
		}
		number, _ := finite(value)
		sums[bucket].add(number)
	}
	results := make(map[string]float64, len(sums))
	for i := range sums {
		results[buckets.label(i)] = q.result(&sums[i])
	}
	return results, nil
}

func (q Sum) result(a *addends) float64 {
	if !q.Average {
		return a.total()
	}
	return a.total() / float64(max(1, a.count))
}

// finite returns the number that a value is.
func finite(v expr.Value) (float64, bool) {
	number, ok := v.Float()
	if !ok || math.IsInf(number, 0) || math.IsNaN(number) {
		return 0, false
	}
	return number, true
}
