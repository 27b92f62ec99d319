package quota

import (
	"slices"
	"time"
)

// Left is what a project may still ask for.
type Left struct {
	// Requests is how many may begin before the hour's quota is used up; -1 where there is no quota.
	Requests int
	// PerHour is the hour's quota; 0 where there is none.
	PerHour int
	// Resumes is when the next request may begin where none is left; the zero time where one is.
	Resumes time.Time
	// Typical is how long a request took lately, from its beginning to the end of its answer; 0 where none was measured.
	Typical time.Duration

	book   book
	limits Limits
	now    time.Time
}

// Left tells what is left of a family. It writes nothing.
func (l *Ledger) Left(family Family) Left {
	all := l.file.look()
	left := Left{book: *all.of(family), limits: l.config.Limits[family], now: l.config.Now()}
	left.book.tidy(left.now)
	left.Requests, left.PerHour = left.book.left(left.limits), left.book.perHour(left.limits)
	left.Typical = millis(left.book.TypicalMillis)
	if wait, spent := left.book.wait(left.now, left.limits); spent {
		left.Resumes = left.now.Add(wait)
	}
	return left
}

// Ready is how long it takes until the last of n requests may begin, where nobody else makes any.
func (l Left) Ready(n int) time.Duration {
	book, now := l.book, l.now
	book.Begun = slices.Clone(book.Begun)
	for range n {
		wait, _ := book.wait(now, l.limits)
		now = now.Add(wait)
		book.tidy(now)
		book.begin(now)
	}
	return now.Sub(l.now)
}
