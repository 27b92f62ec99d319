package fetch

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// publish commits the session and holds the table's coverage against the books. An interrupt that comes now is too late:
// a commit of unknown outcome helps nobody. How long it may take is the sink's to say: a plugin's calls have a time limit of
// their own, and a large table is not published in seconds by every engine.
func (r *run) publish(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	table, err := r.sink.Commit(ctx, r.session.ID)
	if err != nil {
		return err
	}
	r.summary.Committed, r.summary.TableRows = true, table.Rows
	if err := r.cover(ctx); err != nil {
		return err
	}
	if err := r.balance(); err != nil {
		return err
	}
	r.tracker.step(Committed, storage.Unit{})
	return nil
}

// cover brings the coverage of the requested days into the summary.
func (r *run) cover(ctx context.Context) error {
	coverage, err := r.sink.Coverage(ctx, r.request.Table)
	if err != nil {
		return err
	}
	for _, held := range coverage {
		if held.Day >= r.request.From && held.Day <= r.request.To {
			r.summary.Days = append(r.summary.Days, held)
		}
	}
	return nil
}

// balance makes sure that the days of the published table tell the same as the units did. Days that were skipped are not
// in the units.
func (r *run) balance() error {
	if len(r.summary.Days) != r.days.days() {
		return unbalanced("%d days were fetched and %d are covered", r.days.days(), len(r.summary.Days))
	}
	var covered Counts
	for _, held := range r.summary.Days {
		counts := Counts{Received: held.Received, Stored: held.Stored, Duplicates: held.Duplicates, Rejected: held.Rejected}
		if !counts.Balances() {
			return unbalanced("day %s does not balance: %+v", held.Day, counts)
		}
		covered = covered.plus(counts)
	}
	units := r.summary.plus(r.summary.Resumed)
	if r.summary.DaysSkipped == 0 && covered != units {
		return unbalanced("units add up to %+v and days to %+v", units, covered)
	}
	return nil
}

func unbalanced(format string, args ...any) error {
	return &mperr.StorageFailed{
		Message: "the storage plugin's coverage does not agree with what it acknowledged: " + fmt.Sprintf(format, args...),
		Fix:     "report this to the plugin's author",
	}
}
