package fetch

import (
	"slices"
	"sync"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// outcome books what became of the units, for all workers.
type outcome struct {
	mu sync.Mutex
	// missing are the spans that are not stored; resumed counts the units that were stored before, units those stored now.
	missing []span
	resumed int
	units   int
	counts  Counts
	totals  delivery
	// first is the error of the first unit that failed.
	first error
	// row counts failures since the last success.
	row int
	// limited is the error of a unit for which the quota is used up; nil where none was.
	limited *mperr.RateLimited
}

func (o *outcome) stored(s span, delivered delivery) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.missing = slices.DeleteFunc(o.missing, func(other span) bool { return other == s })
	o.units++
	o.row = 0
	o.counts = o.counts.plus(countsOf(delivered.report))
	o.totals.bytes += delivered.bytes
	o.totals.misfiled += delivered.misfiled
	o.totals.extra += delivered.extra
}

func (o *outcome) failed(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first == nil {
		o.first = err
	}
	o.row++
	if limited, ok := mperr.From(err).(*mperr.RateLimited); ok {
		o.limited = limited
	}
}

// patience is how many units may fail one after the other before the rest is not asked for: requests are counted.
const patience = 3

// hopeless says that the units left would fail as well.
func (o *outcome) hopeless() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.limited != nil || o.row >= patience
}

// isPassing says that a unit failed by something that other units, or the same one later, need not meet.
func isPassing(err error) bool {
	switch mperr.From(err).(type) { // the outermost error with a code: its cause may have another
	case *mperr.ExportTruncated, *mperr.HTTPError, *mperr.ServerError, *mperr.RateLimited:
		return true
	}
	return false
}

// ranges are the missing days as [from, to] pairs, neighbours joined.
func (o *outcome) ranges() [][]string {
	slices.SortFunc(o.missing, func(a, b span) int { return int(a.from - b.from) })
	joined := []span{}
	for _, s := range o.missing {
		if n := len(joined); n > 0 && joined[n-1].to+1 == s.from {
			joined[n-1].to = s.to
			continue
		}
		joined = append(joined, s)
	}
	pairs := [][]string{}
	for _, s := range joined {
		pairs = append(pairs, []string{s.from.String(), s.to.String()})
	}
	return pairs
}
