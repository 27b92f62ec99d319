package host_test

import (
	"context"
	"fmt"
	"log"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Count stored events as Mixpanel counts them, and without a request.
func ExampleWorkspace_Local() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()
	if _, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-04"}); err != nil {
		log.Panic(err)
	}

	local, err := workspace.Local(ctx, host.LocalOptions{Table: "events", Zone: "Europe/Lisbon"})
	if err != nil {
		log.Panic(err)
	}
	question := live.Segmentation{Event: "Page View", From: "2026-01-02", To: "2026-01-03", Type: live.Unique}
	here, err := local.Segmentation(ctx, question)
	if err != nil {
		log.Panic(err)
	}
	there, err := workspace.Segmentation(ctx, question)
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("as many users here as there:", here.Total() == there.Total())

	days, err := local.DailyCounts(ctx, "2026-01-02", "2026-01-03", "Page View", "Signup")
	if err != nil {
		log.Panic(err)
	}
	for _, day := range days.Counts() {
		fmt.Println(day.Date, day.Event, day.Count > 0)
	}
	// Output:
	// as many users here as there: true
	// 2026-01-02 Page View true
	// 2026-01-02 Signup true
	// 2026-01-03 Page View true
	// 2026-01-03 Signup true
}

// Store what Mixpanel answered beside the events, for SQL to join.
func ExampleWorkspace_StoreResult() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	views, err := workspace.Segmentation(ctx, live.Segmentation{Event: "Page View", From: "2026-01-01", To: "2026-01-03"})
	if err != nil {
		log.Panic(err)
	}
	table, err := workspace.StoreResult(ctx, "views", storage.Create, storage.Metadata{Question: "segmentation"}, views)
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(table.Name, "is of the type", table.Kind)
	most, err := workspace.Scalar(ctx, storage.Query{SQL: "SELECT max(count) > 0 FROM views"})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("its numbers can be asked:", most)
	// Output:
	// views is of the type result
	// its numbers can be asked: true
}
