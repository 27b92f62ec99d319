package host

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/quota"
)

// What an answer may cost beside its own question.
const (
	// sparePatience is how long it may take.
	sparePatience = 5 * time.Second
	// spareQueries are left of the hour's queries for what was asked for.
	spareQueries = 10
)

// spare is the one query that an answer may cost beside its own question.
type spare struct {
	workspace *Workspace
	used      bool
}

// spared gives what is kept, else what ask gives where that is cheap: it has not been used, enough of the hour's queries are
// left, and the answer comes soon. It is false where it cannot be had, which is no error: what was asked for is there.
func spared[T any](ctx context.Context, s *spare, kept func() (T, bool), ask func(context.Context) (T, error)) (T, bool) {
	if found, ok := kept(); ok || s.used || !s.workspace.canSpare(ctx) {
		return found, ok
	}
	s.used = true
	ctx, cancel := context.WithTimeout(ctx, sparePatience)
	defer cancel()
	found, err := ask(ctx)
	if err != nil {
		s.workspace.options.Log.Info("an answer cannot be explained", "reason", err)
	}
	return found, err == nil
}

// canSpare says whether a query more keeps nobody waiting.
func (w *Workspace) canSpare(ctx context.Context) bool {
	if w.options.Mixpanel.Quota != nil {
		return true
	}
	ledger, err := w.ledger(ctx)
	if err != nil {
		return false
	}
	left := ledger.Left(quota.Query).Requests
	return left < 0 || left > spareQueries
}
