package engine

import (
	"context"
	"slices"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// claim waits until no unit with any of the same days, or with the same id, is being written, and keeps such units
// waiting until the returned function is called. Two transactions that write the same day would each delete what was
// there before both, and the day would be there twice; and so with profiles.
func (x *session) claim(ctx context.Context, unit storage.Unit) (giveBack func(), err error) {
	for {
		x.mu.Lock()
		if !slices.ContainsFunc(x.writing, func(other storage.Unit) bool { return meet(unit, other) }) {
			x.writing = append(x.writing, unit)
			x.mu.Unlock()
			return func() { x.giveBack(unit) }, nil
		}
		changed := x.changed
		x.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// close takes the whole gate when no unit is being written: one that changes the table's shape is out of the gate for a
// while, with rows in the table that are not accounted for.
func (x *session) close(ctx context.Context) error {
	for {
		if err := x.gate.Acquire(ctx, everybody); err != nil {
			return err
		}
		x.mu.Lock()
		writing, changed := len(x.writing), x.changed
		x.mu.Unlock()
		if writing == 0 {
			return nil
		}
		x.gate.Release(everybody)
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (x *session) giveBack(unit storage.Unit) {
	x.mu.Lock()
	defer x.mu.Unlock()
	at := slices.Index(x.writing, unit)
	x.writing = slices.Delete(x.writing, at, at+1)
	close(x.changed)
	x.changed = make(chan struct{})
}

// meet says whether units replace one another. Days are text that sorts as days do. Units of profiles have none, and any of
// them may bring a profile that another one brings.
func meet(a, b storage.Unit) bool {
	return a.ID == b.ID || a.FromDate == "" || a.FromDate <= b.ToDate && b.FromDate <= a.ToDate
}
