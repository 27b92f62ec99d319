package mpsim_test

import (
	"io"
	"math"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// most is how many bytes a whole export may add to the live heap: a few buffers
// and what compress/gzip needs, which is far below the size of the export.
const most = 4 << 20

func TestExportsOfAnySizeNeedTheSameMemory(t *testing.T) {
	const events = 30_000 // some 25 MB
	for encoding, step := range map[string]int64{"identity": 3 << 20, "gzip": 256 << 10} {
		s := start(t, events)
		response, err := plain.Do(s.request(http.MethodGet, export("2026-01-01", "2026-01-31"), "Accept-Encoding", encoding))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		before := live()
		peak, samples := before, 0
		for ; err != io.EOF; samples++ {
			if _, err = io.CopyN(io.Discard, response.Body, step); err != nil && err != io.EOF {
				t.Fatal(err)
			}
			peak = max(peak, live())
		}
		if samples < 6 {
			t.Errorf("%s: looked %d times, want more of the export", encoding, samples)
		}
		if grown := peak - before; grown > most {
			t.Errorf("%s: the heap grew by %d bytes, want at most %d", encoding, grown, most)
		}
	}
}

// live is the size of the heap without garbage.
func live() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestExportStopsWhenTheClientLeaves(t *testing.T) {
	s := start(t, math.MaxInt32)
	for _, path := range []string{
		export("2026-01-01", "2026-01-31"),
		export("2026-01-01", "2026-01-31", "event", `["Page View"]`),
	} {
		response, err := plain.Do(s.request(http.MethodGet, path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(io.Discard, response.Body, 1<<20); err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	// The test's end waits for the answers; they would take an hour.
}

func TestExportThatKeepsNothingStopsToo(t *testing.T) {
	s := start(t, math.MaxInt32, func(c *mpsim.Config) { c.Clock = &clock{now: now.Add(time.Hour)} })
	done := make(chan error)
	go func() {
		response, err := plain.Do(s.request(http.MethodGet, export("2026-01-01", "2026-01-31", "event", `["Nothing"]`)))
		if err == nil {
			response.Body.Close()
		}
		done <- err
	}()
	s.Close()
	if err := <-done; err == nil {
		t.Error("an answer came")
	}
}

func TestWhatTakesLongStopsWithTheServer(t *testing.T) {
	long := `{"window":"30d","name":"b","event_selectors":[{}]}`
	for name, path := range map[string]string{
		"cohorts":   path("/api/query/cohorts/list"),
		"cohort":    path("/api/query/engage", "filter_by_cohort", `{"id":88101}`),
		"behaviors": path("/api/query/engage", "behaviors", "["+long+"]"),
		"where":     path("/api/query/engage", "where", "false"),
		"types":     path("/api/query/engage/properties"),
		"flows":     path("/api/query/arb_funnels", "bookmark_id", "63877006", "query_type", "flows_sankey"),
	} {
		s := start(t, math.MaxInt32, people(math.MaxInt32, 1000))
		done := make(chan error)
		go func() {
			response, err := plain.Do(s.request(http.MethodGet, path))
			if err == nil {
				response.Body.Close()
			}
			done <- err
		}()
		for len(s.Requests()) == 0 {
			runtime.Gosched()
		}
		s.Close()
		if err := <-done; err == nil {
			t.Errorf("%s: an answer came", name)
		}
	}
}

func BenchmarkExport(b *testing.B) {
	for _, encoding := range []string{"identity", "gzip"} {
		b.Run(encoding, func(b *testing.B) {
			s := start(b, 100_000)
			for b.Loop() {
				response, err := plain.Do(s.request(http.MethodGet, export("2026-01-01", "2026-01-31"), "Accept-Encoding", encoding))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, response.Body); err != nil {
					b.Fatal(err)
				}
				response.Body.Close()
			}
			b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func BenchmarkReports(b *testing.B) {
	const events = 300_000
	s := start(b, events)
	for name, query := range map[string]string{
		"segmentation": path("/api/query/segmentation", inDays("event", "Page View")...),
		"on and where": path("/api/query/segmentation", inDays("event", "Page View", "on", `properties["$city"]`, "where", `properties["load_ms"] > 1000`, "type", "unique")...),
		"sum":          path("/api/query/segmentation/sum", inDays("event", "Order Placed", "on", `properties["amount"]`)...),
		"funnel":       path("/api/query/funnels", inDays("funnel_id", s.saved("Checkout"))...),
		"retention":    path("/api/query/retention", inDays("born_event", "Search", "interval_count", "30")...),
		"compounded":   path("/api/query/retention", inDays("retention_type", "compounded", "interval_count", "30")...),
		"frequency":    path("/api/query/retention/addiction", inDays("unit", "day", "addiction_unit", "hour")...),
		"properties":   path("/api/query/events/properties/top"),
		"feed":         path("/api/query/stream/query", inDays("distinct_ids", `["cust-00001"]`)...),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if a := s.get(query); a.status != http.StatusOK {
					b.Fatalf("%d %s", a.status, a.body)
				}
			}
			b.ReportMetric(events*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
