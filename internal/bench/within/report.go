package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

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

// reported measures a question to the local engine over an open store, from the call to its result. The first time is not
// counted: it reads from disk.
func reported(ctx context.Context, plugins, store, times, name, from, to string) (measured figures, err error) {
	n, err := strconv.Atoi(times)
	ask := reports(from, to)[name]
	if err != nil || ask == nil {
		return nil, fmt.Errorf("no report %q of %q times", name, times)
	}
	home, err := os.MkdirTemp("", "mp-bench-home-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(home) }()
	workspace, err := host.Open(ctx, host.Options{Database: store, ReadOnly: true, PluginDirs: []string{plugins}, Home: home})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := workspace.Close(); err == nil {
			err = closeErr
		}
	}()
	engine, err := workspace.Local(ctx, host.LocalOptions{Table: "events", Zone: "Europe/Lisbon"})
	if err != nil {
		return nil, err
	}
	var took []float64
	for i := range n + 1 {
		begun := time.Now()
		if err := ask(ctx, engine); err != nil {
			return nil, err
		}
		if i > 0 {
			took = append(took, float64(time.Since(begun).Microseconds())/1000)
		}
	}
	return figures{"median_ms": median(took)}, nil
}
