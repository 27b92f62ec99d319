package quota

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// slotPoll is how often a busy slot is tried again.
const slotPoll = 100 * time.Millisecond

// enter waits for one of the places of a family whose requests under way are limited. Places are locked files, which the
// system frees when a process dies. leave gives the place back; calls after the first do nothing.
func (l *Ledger) enter(ctx context.Context, family Family) (leave func(), err error) {
	most := l.config.Limits[family].AtOnce
	if most == 0 {
		return func() {}, nil
	}
	for waited := time.Duration(0); ; waited += slotPoll {
		slot, busy := l.freeSlot(family, most)
		if slot != nil {
			return func() { _ = slot.Unlock() }, nil
		}
		if !busy {
			// Places cannot be had here at all; Mixpanel counts as well.
			return func() {}, nil
		}
		if waited >= max(l.config.MaxWait, shortest) {
			return nil, &mperr.RateLimited{Message: fmt.Sprintf("%d %s requests of the project are under way already", most, family)}
		}
		if err := l.config.Sleep(ctx, slotPoll); err != nil {
			return nil, err
		}
	}
}

// freeSlot locks a place; busy says that others have all of them.
func (l *Ledger) freeSlot(family Family, most int) (slot *flock.Flock, busy bool) {
	if os.MkdirAll(filepath.Dir(l.config.Path), 0o700) != nil {
		return nil, false
	}
	for n := range most {
		lock := flock.New(fmt.Sprintf("%s.%s%d.lock", l.config.Path, family, n+1), flock.SetPermissions(0o600))
		locked, err := lock.TryLock()
		if locked {
			return lock, false
		}
		busy = busy || err == nil
	}
	return nil, busy
}
