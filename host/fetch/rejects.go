package fetch

import (
	"strings"
	"sync"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

const (
	// maxStart is how many bytes of a rejected line are kept.
	maxStart = 200
	// maxRejectsKept is how many rejected lines of a unit are kept; all are counted.
	maxRejectsKept = 1000
)

// rejects are the lines of a unit that are no events.
type rejects struct {
	kept  []storage.Reject
	count int64
}

func (r *rejects) add(d day, offset int64, reason string, text []byte) {
	r.count++
	if len(r.kept) == maxRejectsKept {
		return
	}
	r.kept = append(r.kept, storage.Reject{
		Day: d.String(), Offset: offset, Reason: reason, Start: startOf(text),
	})
}

// startOf keeps the beginning of a line as valid text.
func startOf(text []byte) string {
	return strings.ToValidUTF8(string(text[:min(len(text), maxStart)]), "\uFFFD")
}

// allowance is how many lines of a run may be rejected, shared by its units.
type allowance struct {
	mu            sync.Mutex
	used, allowed int64
}

// spend books the rejects of a unit that has arrived whole, or refuses them.
func (a *allowance) spend(unit storage.Unit, found rejects) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.used+found.count > a.allowed {
		return &mperr.RowsRejected{
			FromDate: unit.FromDate, ToDate: unit.ToDate, Rejected: found.count, Allowed: a.allowed - a.used,
			FirstOffset: found.kept[0].Offset, FirstReason: found.kept[0].Reason,
		}
	}
	a.used += found.count
	return nil
}

// giveBack takes the rejects of a unit off that was not stored after all.
func (a *allowance) giveBack(count int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.used -= count
}
