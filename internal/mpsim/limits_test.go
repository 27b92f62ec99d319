package mpsim_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func limited(l mpsim.Limits) func(*mpsim.Config) { return func(c *mpsim.Config) { c.Limits = l } }

var (
	anExport = export("2026-01-01", "2026-01-01")
	aQuery   = path("/api/query/events/names", "type", "general")
)

func TestExportsPerSecondAreLimited(t *testing.T) {
	s := start(t, 0, limited(mpsim.DocumentedLimits()))
	for range 3 {
		if a := s.get(anExport); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	a := s.get(anExport)
	if a.status != 429 || a.header.Get("Retry-After") != "1" || string(a.body) != "rate limit reached" {
		t.Fatalf("fourth in a second: %d %v %s", a.status, a.header, a.body)
	}
	s.clock.pass(time.Second)
	if a := s.get(anExport); a.status != 200 {
		t.Errorf("a second later: %d %s", a.status, a.body)
	}
}

func TestExportsPerHourAreLimitedAndRefusedOnesNotCounted(t *testing.T) {
	s := start(t, 0, limited(mpsim.Limits{ExportPerHour: 60}))
	for i := range 60 {
		if a := s.get(anExport); a.status != 200 {
			t.Fatalf("number %d: %d %s", i, a.status, a.body)
		}
		s.clock.pass(time.Minute / 2)
	}
	for range 3 {
		a := s.get(anExport)
		if a.status != 429 || a.header.Get("Retry-After") != "1800" {
			t.Fatalf("number 61: %d %v", a.status, a.header)
		}
	}
	s.clock.pass(30 * time.Minute)
	if a := s.get(anExport); a.status != 200 {
		t.Errorf("when told to: %d %s", a.status, a.body)
	}
	if a := s.get(anExport); a.status != 429 || a.header.Get("Retry-After") != "30" {
		t.Errorf("at once again: %d %v", a.status, a.header)
	}
}

// hold keeps n requests under way until the test ends.
func (s *simulation) hold(n int, path string) {
	s.t.Helper()
	for range n {
		if err := s.Inject(mpsim.Fault{Effect: mpsim.Stall{After: 1}}); err != nil {
			s.t.Fatal(err)
		}
		response, err := plain.Do(s.request(http.MethodGet, path))
		if err != nil {
			s.t.Fatal(err)
		}
		s.t.Cleanup(func() { response.Body.Close() })
	}
}

func TestExportsUnderWayAreLimited(t *testing.T) {
	s := start(t, 5000, limited(mpsim.Limits{ExportConcurrent: 2}))
	s.hold(2, anExport)
	a := s.get(anExport)
	if a.status != 429 || a.header.Get("Retry-After") == "" || a.message(t) != "too many export requests in progress for this project" {
		t.Errorf("third: %d %v %s", a.status, a.header, a.body)
	}
}

func TestQueriesPerHourAreLimited(t *testing.T) {
	s := start(t, 0, limited(mpsim.DocumentedLimits()))
	for range 60 {
		if a := s.get(aQuery); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	s.clock.pass(10 * time.Minute)
	a := s.get(aQuery)
	message := a.message(t)
	if a.status != 429 || !strings.HasPrefix(message, "Query rate limit exceeded for project_id: 424242.") ||
		!strings.Contains(message, "(61/60 queries running in the last hour)") {
		t.Errorf("number 61: %d %s", a.status, a.body)
	}
	for name, want := range map[string]string{
		"Retry-After":      "3000",
		"RateLimit-Policy": `"project";q=60;w=3600, "project-concurrency";q=5;qu="concurrent-requests"`,
		"RateLimit":        `"project";r=0;t=3000, "project-concurrency";r=5`,
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if a := s.get(anExport); a.status != 200 {
		t.Errorf("exports share the queries' limit: %d %s", a.status, a.body)
	}
}

func TestQueriesUnderWayAreLimited(t *testing.T) {
	s := start(t, 5000, limited(mpsim.DocumentedLimits()))
	s.hold(5, aQuery)
	a := s.get(aQuery)
	if a.status != 429 || !strings.Contains(a.message(t), "exceeded the concurrency limit (6/5 queries running concurrently)") {
		t.Errorf("sixth: %d %s", a.status, a.body)
	}
	if got, want := a.header.Get("Ratelimit"), `"project";r=55, "project-concurrency";r=0;t=10`; got != want {
		t.Errorf("RateLimit: %s, want %s", got, want)
	}
}

func TestRequestsThatAreNotLetInAreNotCounted(t *testing.T) {
	s := start(t, 0, limited(mpsim.Limits{QueryPerHour: 1}), func(c *mpsim.Config) {
		c.Projects = append(c.Projects, mpsim.Project{ID: 2})
		c.Accounts[0].Roles[2] = mpsim.Analyst
	})
	s.get(aQuery, "Authorization", "Basic bot:wrong")
	s.get("/api/query/events/names?type=general")
	s.get("/api/query/events/names?type=general&project_id=3")
	if a := s.get(path("/api/query/events/names", "type", "bad")); a.status != 400 {
		t.Fatalf("the first to count: %d %s", a.status, a.body)
	}
	if a := s.get(aQuery); a.status != 429 {
		t.Errorf("a query that failed did not count: %d", a.status)
	}
	if a := s.get("/api/query/events/names?type=general&project_id=2"); a.status != 200 {
		t.Errorf("another project shares the limit: %d %s", a.status, a.body)
	}
}

func TestZeroLimitsAreNone(t *testing.T) {
	s := start(t, 0)
	for i := range 200 {
		if a := s.get(anExport); a.status != 200 {
			t.Fatalf("number %d: %d", i, a.status)
		}
	}
}
