package fetch

import (
	"context"
	"errors"
	"fmt"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// read brings the pages of all queries. More profiles that are missing than the request allows are an
// [mperr.FetchIncomplete].
func (r *profilesRun) read(ctx context.Context, queries []mixpanel.EngageRequest, deliver func(context.Context, pageRun) error) error {
	received, missing := 0, int64(0)
	for n, query := range queries {
		pages := &paging{
			engager: r.engager, workers: r.request.workers(), query: query, number: n, expect: r.tracker.expect, deliver: deliver,
		}
		if err := pages.read(ctx); err != nil {
			return err
		}
		received, missing = received+pages.count(), missing+int64(pages.missing)
	}
	if r.summary.Missing = missing; missing == 0 {
		return nil
	}
	r.config.Log.Warn("Mixpanel gave fewer profiles than it told of", "received", received, "missing", missing)
	if missing <= r.request.MaxMissing {
		return nil
	}
	return &mperr.FetchIncomplete{
		Table: r.request.Table, FailedDateRanges: [][]string{}, MissingProfiles: missing, FirstCode: "API_ERROR",
		FirstError: fmt.Sprintf("Mixpanel gave %d of the %d that it told of, so nothing of them is stored", received, int64(received)+missing),
		Fix:        "repeat the command later, which begins anew; --max-missing N allows for a total of Mixpanel's that stays wrong",
	}
}

// again says whether what ended a snapshot is worth another one, and counts it: a session that Mixpanel has forgotten, as often
// as the configuration says, and once one with fewer profiles than it told of, as some may have gone while it was read.
func (r *profilesRun) again(err error) bool {
	switch {
	case errors.As(err, new(*mixpanel.SessionExpired)):
	case errors.As(err, new(*mperr.FetchIncomplete)) && r.shortfalls == 0:
		r.shortfalls++
	default:
		return false
	}
	if r.summary.Restarts >= r.config.Retries {
		return false
	}
	r.summary.Restarts++
	r.config.Log.Info("the profiles are fetched anew", "cause", err)
	r.tracker.restarted(err)
	return true
}
