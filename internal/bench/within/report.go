package main

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
)

// reports are questions to the local engine, by name.
func reports(from, to string) map[string]func(context.Context, local.Engine) error {
	segmentation := func(q live.Segmentation) func(context.Context, local.Engine) error {
		q.Event, q.From, q.To = "Page View", from, to
		return func(ctx context.Context, e local.Engine) error {
			_, err := e.Segmentation(ctx, q)
			return err
		}
	}
	return map[string]func(context.Context, local.Engine) error{
		"segmentation":          segmentation(live.Segmentation{}),
		"segmentation-on":       segmentation(live.Segmentation{On: "plan"}),
		"segmentation-on-gaps":  segmentation(live.Segmentation{On: "$browser"}),
		"segmentation-on-nulls": segmentation(live.Segmentation{On: "utm_source"}),
		"segmentation-on-both":  segmentation(live.Segmentation{On: "$city"}),
		"segmentation-of-users": segmentation(live.Segmentation{Type: live.Unique}),
		"funnel": func(ctx context.Context, e local.Engine) error {
			_, err := e.Funnel(ctx, live.Funnel{Steps: []string{"Product Viewed", "Add To Cart", "Order Placed"}, From: from, To: to})
			return err
		},
		"retention": func(ctx context.Context, e local.Engine) error {
			_, err := e.Retention(ctx, live.Retention{Born: "Page View", Return: "Page View", From: from, To: to, IntervalCount: 30})
			return err
		},
		"frequency": func(ctx context.Context, e local.Engine) error {
			_, err := e.Frequency(ctx, live.Frequency{From: from, To: to})
			return err
		},
	}
}

// reported measures a question to the local engine over an open store, from the call to its result.
func reported(ctx context.Context, plugins, store, times, name, from, to string) (figures, error) {
	ask := reports(from, to)[name]
	if ask == nil {
		return nil, fmt.Errorf("no report %q", name)
	}
	return inWorkspace(ctx, plugins, store, func(workspace *host.Workspace) (figures, error) {
		engine, err := workspace.Local(ctx, host.LocalOptions{Table: "events", Zone: "Europe/Lisbon"})
		if err != nil {
			return nil, err
		}
		took, err := medianOf(times, func() error { return ask(ctx, engine) })
		return figures{"median_ms": took}, err
	})
}
