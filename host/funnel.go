package host

import (
	"context"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
)

// Funnel asks Mixpanel how far users came in a saved funnel; see [live.Funnel.Ask]. Its name, which the answer does not tell,
// is that of the project's list of funnels: a kept one, or else one that is asked for where enough of the hour's queries are
// left. The name is "" where it cannot be had.
func (w *Workspace) Funnel(ctx context.Context, q live.Funnel) (*result.FunnelResult, error) {
	answer, err := askLive(ctx, w, q, q.Ask)
	if err != nil || answer.FunnelName() != "" {
		return answer, err
	}
	named, err := answer.WithName(w.funnelName(ctx, q.ID))
	if err != nil {
		w.options.Log.Info("a funnel's name cannot be told", "funnel_id", q.ID, "reason", err)
		return answer, nil
	}
	return named, nil
}

// funnelName is the name of a saved funnel; "" where it cannot be had cheaply.
func (w *Workspace) funnelName(ctx context.Context, id int64) string {
	project, err := w.Project(ctx)
	if err != nil {
		return ""
	}
	name, _ := spared(ctx, &spare{workspace: w}, func() (string, bool) { return project.KeptFunnelName(id) },
		func(ctx context.Context) (string, error) {
			if _, err := project.Funnels(ctx, discovery.Options{Refresh: true}); err != nil {
				return "", err
			}
			name, _ := project.KeptFunnelName(id)
			return name, nil
		})
	return name
}
