package fetch_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// drain is a sink that reads units to their end and keeps the books only.
type drain struct {
	mu   sync.Mutex
	days []storage.Day
	rows int64
}

func (d *drain) Begin(context.Context, storage.Target) (storage.Session, error) {
	return storage.Session{ID: "s"}, nil
}

func (d *drain) WriteUnit(ctx context.Context, _ string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	for {
		if _, err := rows.Next(ctx); err == io.EOF {
			break
		} else if err != nil {
			return storage.UnitReport{}, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	report := storage.UnitReport{Unit: unit}
	for _, count := range rows.Footer().Days {
		stored := count.Received - count.Rejected
		d.days = append(d.days, storage.Day{Day: count.Day, Received: count.Received, Stored: stored, Rejected: count.Rejected})
		report.Received, report.Stored, report.Rejected = report.Received+count.Received, report.Stored+stored, report.Rejected+count.Rejected
		d.rows += stored
	}
	return report, nil
}

func (d *drain) Commit(context.Context, string) (storage.Table, error) {
	return storage.Table{Rows: d.rows}, nil
}
func (d *drain) Abort(context.Context, string) error             { return nil }
func (d *drain) Tables(context.Context) ([]storage.Table, error) { return nil, nil }
func (d *drain) Coverage(context.Context, string) ([]storage.Day, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.days, nil
}

// BenchmarkEvents downloads gzip over HTTP and ends in Arrow batches: all of the host's work but the way to the plugin.
// The rate counts decompressed bytes.
func BenchmarkEvents(b *testing.B) {
	const events = 100_000
	first := calendar.Date(2026, time.January, 1)
	s, err := shop.New(shop.Config{Seed: 7, Zone: time.UTC, First: first, Days: 1, Events: events, Shares: shop.DefaultShares()})
	if err != nil {
		b.Fatal(err)
	}
	var body bytes.Buffer
	var size int64
	zip := gzip.NewWriter(&body)
	var line []byte
	for event := range s.Events(first, first) {
		line = append(event.AppendMillis(line[:0]), '\n')
		size += int64(len(line))
		if _, err := zip.Write(line); err != nil {
			b.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body.Bytes())
	}))
	b.Cleanup(server.Close)
	made, err := credential.New(credential.Fields{
		Username: "u", Secret: credential.NewSecret("s"), ProjectID: "1", Region: "us", BaseURL: server.URL,
	})
	if err != nil {
		b.Fatal(err)
	}
	client, err := mixpanel.New(made, mixpanel.Config{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.Close)
	config := fetch.Config{ProjectID: "1"}
	request := fetch.Request{Table: "t", From: "2026-01-01", To: "2026-01-01"}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fetch.Events(b.Context(), client, &drain{}, request, config); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(events*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
