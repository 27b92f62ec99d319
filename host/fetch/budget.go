package fetch

import "time"

// Budget is what a project may still ask for.
type Budget struct {
	// Left is how many exports may begin before the hour's quota is used up; negative where there is no quota.
	Left int
	// PerHour is the hour's quota; 0 where there is none.
	PerHour int
	// Resumes is when the next export may begin where none is left; the zero time where one is.
	Resumes time.Time
	// Typical is how long an export took lately; 0 where none was measured.
	Typical time.Duration
	// Ready is how long it takes until the last of n exports may begin; nil where nothing is known.
	Ready func(n int) time.Duration
}

// unknown is the budget of a fetch that nobody counts for.
func unknown() Budget { return Budget{Left: -1} }

// duration is how long a fetch of so many requests takes: until the last one may begin, or as long as so many workers
// need for them. It is too short where no export was measured yet.
func (b Budget) duration(requests, workers int) time.Duration {
	if requests == 0 {
		return 0
	}
	var last time.Duration
	if b.Ready != nil {
		last = b.Ready(requests)
	}
	return max(last+b.Typical, time.Duration(ceil(requests, workers))*b.Typical)
}
