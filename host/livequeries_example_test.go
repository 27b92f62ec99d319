package host_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Ask Mixpanel how often an event happened on each day, split by a property, and go through the counts in two ways.
func ExampleWorkspace_Segmentation() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	views, err := workspace.Segmentation(ctx, live.Segmentation{
		Event: "Page View", From: "2026-01-01", To: "2026-01-03", On: "plan", Where: `defined(properties["plan"])`,
	})
	if err != nil {
		log.Panic(err)
	}
	series := views.Series()
	for _, plan := range slices.Sorted(maps.Keys(series)) {
		fmt.Println(plan, "on", len(series[plan]), "days")
	}
	table := views.Table()
	fmt.Println(table.ColumnName(0), table.ColumnName(1), table.ColumnName(2), "in", table.NumRows(), "rows")
	// Output:
	// free on 3 days
	// pro on 3 days
	// team on 3 days
	// date segment count in 9 rows
}

// Ask how far users come in a funnel that is saved in Mixpanel.
func ExampleWorkspace_Funnel() {
	ctx := context.Background()
	options, cleanUp := simulated()
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	checkout, err := workspace.Funnel(ctx, live.Funnel{ID: 51515101, From: "2026-01-01", To: "2026-01-10"})
	if err != nil {
		log.Panic(err)
	}
	for i, step := range checkout.Steps() {
		fmt.Println(i+1, step.Event(), step.Count() > 0)
	}

	_, err = workspace.Funnel(ctx, live.Funnel{ID: 1, From: "2026-01-01", To: "2026-01-10"})
	if missing, ok := errors.AsType[*mperr.NotFound](err); ok {
		fmt.Println("there is no", missing.Kind, missing.Name)
	}
	// Output:
	// 1 Product Viewed true
	// 2 Add To Cart true
	// 3 Checkout Started true
	// 4 Order Placed true
	// there is no funnel 1
}

// Ask how many users come back in the weeks after they signed up.
func ExampleWorkspace_Retention() {
	ctx := context.Background()
	options, cleanUp := simulated()
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	back, err := workspace.Retention(ctx, live.Retention{
		Born: "Signup", Return: "Page View", From: "2026-01-01", To: "2026-01-10", Unit: live.Week, IntervalCount: 2,
	})
	if err != nil {
		log.Panic(err)
	}
	for _, cohort := range back.Cohorts() {
		fmt.Println("the week of", cohort.Date(), "has", len(cohort.Retention()), "rates")
	}
	// Output:
	// the week of 2025-12-29 has 3 rates
	// the week of 2026-01-05 has 3 rates
}
