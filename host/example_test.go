package host_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Fetch a week of events and ask how many there are on each of its first two days.
func Example() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()

	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	fetched, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-07"})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("every line accounted for:", fetched.Received == fetched.Stored+fetched.Duplicates+fetched.Rejected)

	query := storage.Query{
		SQL:    "SELECT project_day::VARCHAR AS day, count(*) > 100 AS many FROM events WHERE project_day <= $last::DATE GROUP BY 1 ORDER BY 1",
		Params: map[string]string{"last": "2026-01-02"},
	}
	for row, err := range workspace.Rows(ctx, query) {
		if err != nil {
			log.Panic(err)
		}
		fmt.Println(row.Values...)
	}
	// Output:
	// every line accounted for: true
	// 2026-01-01 true
	// 2026-01-02 true
}

// simulated gives options that point at a simulator of Mixpanel and an empty home.
func simulated() (host.Options, func()) {
	home, err := os.MkdirTemp("", "mp-example-")
	if err != nil {
		log.Panic(err)
	}
	w, err := newWorld(home)
	if err != nil {
		log.Panic(err)
	}
	options, err := w.options()
	if err != nil {
		log.Panic(err)
	}
	return options, func() {
		w.close()
		_ = os.RemoveAll(home)
	}
}
