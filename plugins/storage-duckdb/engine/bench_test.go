//go:build unix

package engine_test

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// go test -bench . -run '^$' -rows 1000000 ./plugins/storage-duckdb/engine
var benchRows = flag.Int("rows", 200_000, "events of the benchmarks")

// BenchmarkLoad writes events into a new table until they are in the file, beside DuckDB's own reading of the same events
// as lines of JSON into a table of the same shape, in the same run: what counts is the ratio.
func BenchmarkLoad(b *testing.B) {
	var unit *generated
	lines := exported(b, func(w io.Writer) { unit = generate(b, spec{Rows: *benchRows, Days: 7, Lines: w}) })
	repeated := generate(b, spec{Rows: *benchRows, Days: 7, Repeat: 20})
	for b.Loop() {
		limit := spent(func() { loadLines(b, lines) })
		base := residentPeak(b, true)
		ours := spent(func() { load(b, unit) })
		peak := residentPeak(b, false)
		copies := spent(func() { load(b, repeated) })
		rate := float64(*benchRows)
		b.ReportMetric(rate/limit.wall, "read_json-rows/s")
		b.ReportMetric(rate/ours.wall, "rows/s")
		b.ReportMetric(ours.wall/limit.wall, "x-read_json")
		b.ReportMetric(ours.cpu, "cpu-s")
		b.ReportMetric(ours.cpu/limit.cpu, "x-read_json-cpu")
		b.ReportMetric(copies.wall/ours.wall, "x-with-5%-copies")
		b.ReportMetric(copies.cpu/ours.cpu, "x-with-5%-copies-cpu")
		b.ReportMetric(float64(peak-base), "peak-MB")
		b.Logf("read_json %v, load %v, with copies %v, %d MB", limit, ours, copies, peak-base)
	}
}

// BenchmarkSelectAll reads a whole table back.
func BenchmarkSelectAll(b *testing.B) {
	path := filepath.Join(b.TempDir(), "store.duckdb")
	sink := openAt(b, path)
	write(b, sink, storage.Create, generate(b, spec{Rows: *benchRows, Days: 7}))
	for b.Loop() {
		base := residentPeak(b, true)
		start := time.Now()
		reader, err := sink.(storage.Querier).Query(b.Context(), storage.Query{SQL: "SELECT * FROM events"})
		if err != nil {
			b.Fatal(err)
		}
		rows, first := int64(0), time.Duration(0)
		for {
			batch, err := reader.Next(b.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			if rows += batch.NumRows(); first == 0 {
				first = time.Since(start)
			}
		}
		b.ReportMetric(float64(rows)/time.Since(start).Seconds(), "rows/s")
		b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
		b.ReportMetric(float64(residentPeak(b, false)-base), "peak-MB")
	}
}

func BenchmarkSample(b *testing.B) {
	sink := openAt(b, filepath.Join(b.TempDir(), "store.duckdb"))
	write(b, sink, storage.Create, generate(b, spec{Rows: *benchRows, Days: 7}))
	for b.Loop() {
		reader, err := sink.(storage.Sampler).Sample(b.Context(), "events", 10)
		if err != nil {
			b.Fatal(err)
		}
		if n := count(b, reader); n != 10 {
			b.Fatalf("%d rows", n)
		}
	}
}

// cost is what something took, in seconds. On a machine that others use, the processor's time says more than the clock's.
type cost struct{ wall, cpu float64 }

func spent(f func()) cost {
	begun, start := used(), time.Now()
	f()
	return cost{wall: time.Since(start).Seconds(), cpu: used() - begun}
}

func used() float64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func load(b *testing.B, unit *generated) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "store.duckdb")
	sink := openAt(b, path)
	write(b, sink, storage.Create, unit)
	if err := sink.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/float64(unit.footer.Rows), "bytes/row")
	os.Remove(path)
}

// loadLines is what a person does with DuckDB alone.
func loadLines(b *testing.B, lines string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "limit.duckdb")
	db, err := sql.Open("duckdb", path+"?storage_compatibility_version=v1.3.0&write_buffer_row_group_count=1")
	if err != nil {
		b.Fatal(err)
	}
	for _, statement := range []string{
		`CREATE TABLE events (event_name VARCHAR NOT NULL, event_time TIMESTAMP NOT NULL, distinct_id VARCHAR NOT NULL,
			insert_id VARCHAR NOT NULL, properties JSON NOT NULL USING COMPRESSION zstd, project_day DATE NOT NULL)`,
		`INSERT INTO events SELECT event, moment, properties->>'distinct_id', properties->>'/$insert_id', properties, moment::DATE FROM (
			SELECT event, properties, make_timestamp((properties->'time')::BIGINT * 1000000) AS moment
			FROM read_json('` + lines + `', columns = {event: 'VARCHAR', properties: 'JSON'}, format = 'newline_delimited'))`,
		"CHECKPOINT",
	} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	os.Remove(path)
}

// residentPeak gives the most memory the process has held, in MB, since the last call that began anew; 0 where the system
// does not tell.
func residentPeak(b *testing.B, begin bool) int64 {
	b.Helper()
	if begin {
		debug.FreeOSMemory()
		_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	}
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kB, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64)
	return kB >> 10
}
