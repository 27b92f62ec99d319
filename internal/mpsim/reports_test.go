package mpsim_test

import (
	"math"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// reports are requests to every report, for all of the data.
func (s *simulation) reports() []string {
	s.t.Helper()
	return []string{
		path("/api/query/events", inDays("event", `["Search","Refund"]`, "type", "unique", "unit", "day")...),
		path("/api/query/events/names", "type", "general", "limit", "3"),
		path("/api/query/events/top", "type", "general"),
		path("/api/query/events/properties", inDays("event", "Search", "name", "$city", "type", "average", "unit", "week", "limit", "4")...),
		path("/api/query/events/properties/top", "limit", "20"),
		path("/api/query/events/properties/values", "event", "Search", "name", "query", "limit", "3"),
		path("/api/query/segmentation", inDays("event", "Search", "on", `properties["filters"]`, "unit", "hour", "limit", "2")...),
		path("/api/query/segmentation/numeric", inDays("event", "Product Viewed", "on", `properties["price"]`)...),
		path("/api/query/segmentation/sum", inDays("event", "Product Viewed", "on", `properties["price"]`, "unit", "hour")...),
		path("/api/query/segmentation/average", inDays("event", "Product Viewed", "on", `properties["rating"]`)...),
		path("/api/query/funnels", inDays("funnel_id", s.saved("Checkout"), "on", `properties["category"]`, "limit", "3")...),
		path("/api/query/funnels/list"),
		path("/api/query/retention", inDays("born_event", "Search", "on", `properties["variants"]`, "limit", "2", "interval_count", "5")...),
		path("/api/query/retention/addiction", inDays("unit", "day", "addiction_unit", "hour", "on", `properties["$os"]`, "limit", "2")...),
		path("/api/query/stream/query", inDays("distinct_ids", `["cust-00001","cust-00002","cust-00003"]`)...),
	}
}

func TestReportsAreTheSameHoweverManyAsk(t *testing.T) {
	s := start(t, 3000, tokyo)
	reports := s.reports()
	first := make([]string, len(reports))
	for i, report := range reports {
		a := s.get(report)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d %s", report, a.status, a.body)
		}
		first[i] = string(a.body)
	}
	var all sync.WaitGroup
	for i, report := range reports {
		r := s.request(http.MethodGet, report)
		all.Go(func() {
			if a := s.do(r); string(a.body) != first[i] {
				t.Errorf("%s: %s, before %s", report, a.body, first[i])
			}
		})
	}
	all.Wait()
}

func TestReportsOfNothingAreComplete(t *testing.T) {
	s := start(t, 0)
	for _, report := range s.reports() {
		if a := s.get(report); a.status != http.StatusOK || len(a.body) < len("{}\n") {
			t.Errorf("%s: %d %q", report, a.status, a.body)
		}
	}
}

func TestReportsStopWithTheServer(t *testing.T) {
	for i := range 3 {
		s := start(t, math.MaxInt32, func(c *mpsim.Config) { c.Clock = &clock{now: now.Add(time.Hour)} })
		report := s.reports()[5*i] // counts, values and funnels would take an hour
		done := make(chan error)
		r := s.request(http.MethodGet, report)
		go func() {
			response, err := plain.Do(r)
			if err == nil {
				response.Body.Close()
			}
			done <- err
		}()
		s.Close()
		if err := <-done; err == nil {
			t.Errorf("%s: an answer came", report)
		}
	}
}
