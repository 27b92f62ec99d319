package mpsim_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// A test's life: a project with known data, a fault, and the truth to compare
// with.
func Example() {
	day, err := mpsim.ParseDay("2026-01-05")
	if err != nil {
		panic(err)
	}
	sim, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{ID: 7, Timezone: "Europe/Lisbon", First: day, Days: 2, Events: 300}},
		Accounts: []mpsim.Account{{Username: "bot", Secret: "s3cret", Roles: map[int64]mpsim.Role{7: mpsim.Analyst}}},
	})
	if err != nil {
		panic(err)
	}
	web := httptest.NewServer(sim) // its URL is what MP_API_BASE_URL would be
	defer web.Close()
	defer sim.Close()

	err = sim.Inject(mpsim.Fault{
		Path: "/api/2.0/export", Query: "from_date=2026-01-05",
		Effect: mpsim.Status{Code: http.StatusTooManyRequests, RetryAfter: 2},
	})
	if err != nil {
		panic(err)
	}
	for range 2 {
		request, _ := http.NewRequest(http.MethodGet, web.URL+"/api/2.0/export?project_id=7&from_date=2026-01-05&to_date=2026-01-06", nil)
		request.SetBasicAuth("bot", "s3cret")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			panic(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		fmt.Println(response.StatusCode, response.Header.Get("Retry-After"), bytes.Count(body, []byte("\n")))
	}
	events, err := sim.Truth(7, day, day+1)
	if err != nil {
		panic(err)
	}
	rows := 0
	for e := range events {
		if e.Processed > e.Time.Add(time.Millisecond).UnixMilli() {
			rows++
		}
	}
	fmt.Println(rows, "rows in truth")
	// Output:
	// 429 2 1
	// 200  300
	// 300 rows in truth
}
