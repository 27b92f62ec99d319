package main

import (
	"cmp"
	"slices"
	"time"
)

func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// middle is the median of a figure of several runs.
func middle[R any, T cmp.Ordered](runs []R, figure func(R) T) T {
	values := make([]T, len(runs))
	for i, run := range runs {
		values[i] = figure(run)
	}
	return median(values)
}

// ratio is the median of what each run is to that of the same round.
func ratio(runs, others []usage, figure func(usage) time.Duration) float64 {
	ratios := make([]float64, len(runs))
	for i := range runs {
		ratios[i] = figure(runs[i]).Seconds() / figure(others[i]).Seconds()
	}
	return median(ratios)
}

func wall(u usage) time.Duration { return u.wall }
func cpu(u usage) time.Duration  { return u.cpu }

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
