package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// delivery is a unit that the sink has stored.
type delivery struct {
	report   storage.UnitReport
	bytes    int64
	misfiled int64
	extra    int64
}

// deliver downloads and stores one unit, again where its body breaks off.
func (r *run) deliver(ctx context.Context, s span) (delivered delivery, err error) {
	unit := r.request.unit(s, r.today)
	err = r.repeat(ctx, unit, func() (err error) {
		delivered, err = r.attempt(ctx, unit, s)
		return err
	})
	return delivered, err
}

// repeat downloads a unit until its body arrives whole, or has broken off too often.
func (r *run) repeat(ctx context.Context, unit storage.Unit, attempt func() error) error {
	for try := 1; ; try++ {
		r.tracker.step(Started, unit)
		err := attempt()
		var broken *brokenBody
		if !errors.As(err, &broken) {
			return err
		}
		if try > r.config.Retries {
			return broken.err
		}
		delay := backoff(try)
		r.config.Log.Info("export will be fetched again", "unit", unit.ID, "in", delay, "cause", broken.err)
		r.tracker.retry(unit, r.config.Now().Add(delay), broken.err)
		if err := r.config.Sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// backoff doubles from two seconds, with jitter.
func backoff(try int) time.Duration {
	wait := 2 * time.Second << min(try-1, 5)
	return wait + rand.N(wait/2) //nolint:gosec // jitter is no secret
}

// brokenBody marks the errors that a repetition of the whole unit may mend.
type brokenBody struct{ err error }

func (b *brokenBody) Error() string { return b.err.Error() }
func (b *brokenBody) Unwrap() error { return b.err }

// attempt is one request and one transaction.
func (r *run) attempt(ctx context.Context, unit storage.Unit, s span) (delivered delivery, err error) {
	// The day counts as complete by when it was asked for, not by when the answer came.
	asked := r.config.today()
	export, err := r.exporter.Export(ctx, r.request.export(unit))
	if err != nil {
		return delivery{}, err
	}
	defer export.Body.Close()
	body, sheet := r.sheet(export.Body)
	rows := newRows(body, unit, s, r.config.clock(), r.allowed, func(d day) bool {
		return d < asked && r.request.Limit == 0
	})
	lines, undo := r.tracker.advance(unit)
	rows.advanced = lines
	rows.withColumns(r.columns, sheet)
	defer func() {
		rows.close(err == nil)
		if err != nil {
			undo()
		}
	}()
	report, err := r.sink.WriteUnit(ctx, r.session.ID, unit, rows)
	if err = rows.failure(err); err != nil {
		return delivery{}, err
	}
	if err = agrees(unit, report, rows); err != nil {
		return delivery{}, err
	}
	return delivery{report: report, bytes: rows.lines.offset, misfiled: rows.misfiled, extra: rows.extra}, nil
}

// export is the request for a unit.
func (r Request) export(unit storage.Unit) mixpanel.ExportRequest {
	return mixpanel.ExportRequest{
		FromDate: unit.FromDate, ToDate: unit.ToDate,
		Events: r.eventNames(), Where: r.Where, Limit: r.Limit, Milliseconds: true,
	}
}

// agrees holds what the sink acknowledged against what was sent.
func agrees(unit storage.Unit, report storage.UnitReport, rows *rows) error {
	return accounts(unit, report, rows.count+rows.rejects.count, rows.rejects.count)
}

// accounts holds what the sink acknowledged against the lines of a unit and those of them that were rejected.
func accounts(unit storage.Unit, report storage.UnitReport, received, rejected int64) error {
	counts := countsOf(report)
	switch {
	case counts.Received != received:
		return disagrees(unit, fmt.Sprintf("%d lines were sent and %d acknowledged", received, counts.Received))
	case counts.Rejected != rejected:
		return disagrees(unit, fmt.Sprintf("%d lines were rejected and %d acknowledged", rejected, counts.Rejected))
	case !counts.Balances():
		return disagrees(unit, fmt.Sprintf("of %d lines it accounts for %d stored, %d duplicates and %d rejected",
			counts.Received, counts.Stored, counts.Duplicates, counts.Rejected))
	}
	return nil
}

func disagrees(unit storage.Unit, how string) error {
	return &mperr.StorageFailed{
		Message: fmt.Sprintf("the storage plugin does not account for unit %s: %s", datesOf(unit), how),
		Fix:     "drop the table and fetch again with another storage plugin; report this to the plugin's author",
	}
}

// datesOf is how a unit is called before users: one day is one date.
func datesOf(unit storage.Unit) string {
	switch unit.FromDate {
	case "":
		return unit.ID // of profiles
	case unit.ToDate:
		return unit.FromDate
	}
	return unit.FromDate + ".." + unit.ToDate
}
