package host_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Ask in SQL: for rows as they arrive, for one value, for the whole answer, and for Arrow's record batches.
func ExampleWorkspace_Rows() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()
	if _, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		log.Panic(err)
	}

	// Parameters are bound, never spliced.
	daily := storage.Query{
		SQL:    "SELECT project_day, count(*) AS n FROM events WHERE event_name = $event GROUP BY 1 ORDER BY 1",
		Params: map[string]string{"event": "Page View"},
	}
	for row, err := range workspace.Rows(ctx, daily) {
		if err != nil {
			log.Panic(err)
		}
		n, _ := row.Value("n")
		fmt.Printf("%v: %T\n", row.Values[0], n)
	}

	plans, err := workspace.Scalar(ctx, storage.Query{SQL: `SELECT list(DISTINCT "plan" ORDER BY "plan") FROM events`})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("plans:", plans)

	whole, err := workspace.SQL(ctx, storage.Query{SQL: "SELECT 0.10::DECIMAL(9, 2) AS price, DATE '2026-01-02' AS day"})
	if err != nil {
		log.Panic(err)
	}
	encoded, err := json.Marshal(whole)
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(string(encoded))

	reader, err := workspace.Query(ctx, storage.Query{SQL: "SELECT event_time FROM events"})
	if err != nil {
		log.Panic(err)
	}
	defer reader.Close()
	for {
		batch, err := reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			log.Panic(err)
		}
		fmt.Println("a batch has", batch.NumCols(), "column of", batch.Schema().Field(0).Type.Name())
	}
	// Output:
	// 2026-01-01 00:00:00 +0000 UTC: int64
	// 2026-01-02 00:00:00 +0000 UTC: int64
	// plans: [free pro team]
	// {"columns":["price","day"],"rows":[[0.10,"2026-01-02"]],"row_count":1}
	// a batch has 1 column of timestamp
}
