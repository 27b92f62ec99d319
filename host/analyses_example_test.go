package host_test

import (
	"context"
	"fmt"
	"log"
	"slices"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
)

// See what a stored table holds without a line of SQL.
func ExampleWorkspace_Breakdown() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()
	fetched, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-10"})
	if err != nil {
		log.Panic(err)
	}

	breakdown, err := workspace.Breakdown(ctx, "events")
	if err != nil {
		log.Panic(err)
	}
	most := breakdown.Events()[0]
	fmt.Println("every row is an event:", breakdown.TotalEvents() == fetched.Stored)
	fmt.Println("most frequent:", most.EventName)

	keys, err := workspace.PropertyKeys(ctx, "events", most.EventName)
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("it has a $browser:", slices.Contains(keys.Names(), "$browser"))

	stats, err := workspace.ColumnStats(ctx, "events", "properties->>'$.mp_country_code'", 3)
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("frequent countries:", len(stats.Fields().TopValues))

	summary, err := workspace.Summarize(ctx, "events")
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("the first column:", summary.Columns()[0].Name, summary.Columns()[0].Type)
	// Output:
	// every row is an event: true
	// most frequent: Page View
	// it has a $browser: true
	// frequent countries: 3
	// the first column: event_name VARCHAR
}
