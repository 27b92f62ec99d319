package fetch

import (
	"context"
	"errors"
	"time"

	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// since is the expression that chooses the profiles which an incremental fetch brings; "" for all, where the table tells of
// no update.
func (r *profilesRun) since(ctx context.Context) (expression string, err error) {
	if !r.request.Incremental {
		return "", nil
	}
	newest, err := newestSeen(ctx, r.catalog, r.request.Table)
	if err != nil || newest.IsZero() {
		return "", err
	}
	if now := r.config.Now(); newest.After(now) {
		newest = now // a profile may tell of a time to come
	}
	overlap := r.request.Overlap
	if overlap == 0 {
		overlap = UsualOverlap
	}
	return `properties["$last_seen"] >= datetime("` + newest.Add(-overlap).UTC().Format("2006-01-02T15:04:05") + `")`, nil
}

// newestSeen asks the store for the newest update; zero where no profile tells of one.
func newestSeen(ctx context.Context, catalog Catalog, table string) (newest time.Time, err error) {
	question := storage.Newest{Table: table}
	err = storage.UnknownQuestion(question.Name())
	if analyzer, ok := catalog.(storage.Analyzer); ok {
		err = stored.Ask(ctx, analyzer, question, func(row stored.Row) error {
			newest = row.Time(0)
			return nil
		})
	}
	if unknown, ok := errors.AsType[*mperr.CapabilityNotSupported](err); ok {
		return time.Time{}, &mperr.CapabilityNotSupported{
			Plugin: unknown.Plugin, Capability: unknown.Capability,
			Fix: "append without incremental: the store does not tell its newest update",
		}
	}
	return newest, err
}
