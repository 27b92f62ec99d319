package fetch_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
)

// threeEvents exports three.
type threeEvents struct{}

func (threeEvents) Export(context.Context, mixpanel.ExportRequest) (*mixpanel.Export, error) {
	return &mixpanel.Export{Body: io.NopCloser(strings.NewReader(`{"event":"A","properties":{"time":1767261600000,"distinct_id":"u","$insert_id":"1"}}
{"event":"B","properties":{"time":1767261601000,"distinct_id":"u","$insert_id":"2"}}
{"event":"C","properties":{"time":1767261602000,"distinct_id":"u","$insert_id":"3"}}
`))}, nil
}

func ExampleStreamEvents() {
	request := fetch.Request{From: "2026-01-01", To: "2026-01-01"}
	for event, err := range fetch.StreamEvents(context.Background(), threeEvents{}, request, fetch.Config{ProjectID: "1"}) {
		if err != nil {
			panic(err)
		}
		fmt.Println(event.EventName, event.EventTime.Format(time.TimeOnly))
	}
	// Output:
	// A 10:00:00
	// B 10:00:01
	// C 10:00:02
}
