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

// most is how many bytes a whole export may add to the heap: a few buffers and
// what compress/gzip needs, which is far below any day's size.
const most = 24 << 20

func TestExportsOfAnySizeNeedTheSameMemory(t *testing.T) {
	for encoding, events := range map[string]int{"identity": 200_000, "gzip": 30_000} {
		s := start(t, events)
		var before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		response, err := plain.Do(s.request(http.MethodGet, export("2026-01-01", "2026-01-31"), "Accept-Encoding", encoding))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var peak, total uint64
		for {
			n, err := io.CopyN(io.Discard, response.Body, 512<<10)
			total += uint64(n)
			var during runtime.MemStats
			runtime.ReadMemStats(&during)
			peak = max(peak, during.HeapAlloc)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if least := uint64(events) * 500; encoding == "identity" && total < least || total < least/20 {
			t.Errorf("%s: %d bytes came, want many", encoding, total)
		}
		if grown := int64(peak) - int64(before.HeapAlloc); grown > most {
			t.Errorf("%s: heap grew by %d bytes while %d were sent, want at most %d", encoding, grown, total, most)
		}
	}
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
