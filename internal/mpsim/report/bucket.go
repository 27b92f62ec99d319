package report

import "time"

// buckets finds the bucket of an event fast.
type buckets struct {
	span  Span
	ofDay []int // index by day, for units of a day and more
}

func (s Span) buckets() *buckets {
	b := &buckets{span: s}
	if s.unit.millis() > 0 {
		return b
	}
	from, to := s.Days()
	for day := from; day <= to; day++ {
		b.ofDay = append(b.ofDay, (s.unit.number(day)-s.unit.number(from))/s.every)
	}
	return b
}

// of returns the index of the event's bucket; it is false outside of the span.
func (b *buckets) of(e *Event) (int, bool) {
	if e.Wall < b.span.from || e.Wall >= b.span.to {
		return 0, false
	}
	passed := e.Wall - b.span.from
	if width := b.span.unit.millis(); width > 0 {
		return int(passed / width), true
	}
	return b.ofDay[passed/millisPerDay], true
}

// start returns the wall milliseconds at which a bucket begins.
func (b *buckets) start(index int) int64 {
	if width := b.span.unit.millis(); width > 0 {
		return b.span.from + int64(index)*width
	}
	from, _ := b.span.Days()
	unit := b.span.unit
	return int64(unit.first(unit.number(from)+index*b.span.every)) * millisPerDay
}

// label names a bucket by its start.
func (b *buckets) label(index int) string {
	layout := time.DateOnly
	if b.span.unit.millis() > 0 {
		layout = time.DateTime
	}
	return time.UnixMilli(b.start(index)).UTC().Format(layout)
}

// labels names all buckets, in their order.
func (b *buckets) labels() []string {
	labels := make([]string, b.span.Buckets())
	for i := range labels {
		labels[i] = b.label(i)
	}
	return labels
}
