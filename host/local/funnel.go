package local

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// window is how long users have where a question does not say, as in Mixpanel's own reports.
const window = 7 * 24 * time.Hour

// Funnel answers how many users went from step to step, for a funnel that is given by its steps; [live.Funnel.Ask] answers
// saved ones. It does not split funnels: On is an [mperr.InvalidArgument].
func (e Engine) Funnel(ctx context.Context, q live.Funnel) (*result.FunnelResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if len(q.Steps) == 0 {
		return nil, &mperr.InvalidArgument{Argument: "steps", Reason: "are what the local engine needs: the steps of a saved funnel are not told by Mixpanel"}
	}
	q = q.WithDefaults()
	if q.On != "" {
		return nil, &mperr.InvalidArgument{Argument: "on", Value: q.On, Reason: "is for Mixpanel: the local engine does not split funnels"}
	}
	period, length := e.period(q.From, q.To), lengthOf(q)
	question := storage.Funnel{
		Table: e.Table, Steps: q.Steps, Period: period, Unit: storage.TimeUnit(q.Unit), Window: length, Where: q.Where,
	}
	users := make([]int64, len(q.Steps))
	err := e.ask(ctx, question, period, length, func(r stored.Row) error {
		step, err := place("step", r.Integer(1), len(users))
		if err == nil {
			users[step] += r.Integer(2)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	steps := make([]result.StepFields, len(users))
	for i, event := range q.Steps {
		steps[i] = result.StepFields{Event: event, Count: users[i]}
	}
	made, err := result.NewFunnel(live.FunnelFields(q, steps))
	return told(ctx, e, question, made, err, q.Doubt)
}

// lengthOf is how long users have from the first step to the last.
func lengthOf(q live.Funnel) time.Duration {
	if q.Length == 0 {
		return window
	}
	units := map[live.Unit]time.Duration{
		live.Second: time.Second, live.Minute: time.Minute, live.Hour: time.Hour, live.Day: 24 * time.Hour,
	}
	return time.Duration(q.Length) * units[q.LengthUnit]
}
