package host_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/apache/arrow-go/v18/arrow/array"

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

	rows, err := workspace.Query(ctx, storage.Query{
		SQL:    "SELECT project_day::VARCHAR AS day, count(*) > 100 AS many FROM events WHERE project_day <= $last::DATE GROUP BY 1 ORDER BY 1",
		Params: map[string]string{"last": "2026-01-02"},
	})
	if err != nil {
		log.Panic(err)
	}
	defer rows.Close()
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			log.Panic(err)
		}
		days, many := batch.Column(0).(*array.String), batch.Column(1).(*array.Boolean)
		for i := range int(batch.NumRows()) {
			fmt.Println(days.Value(i), many.Value(i))
		}
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
