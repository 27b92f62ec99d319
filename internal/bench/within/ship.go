package main

import (
	"context"
	"runtime"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// shipped measures the way of record batches to a storage plugin that drops them. The batches are made before.
func shipped(ctx context.Context, plugins, address, from, to, withColumns, times string) (measured figures, err error) {
	columns, err := strconv.ParseBool(withColumns)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(times)
	if err != nil {
		return nil, err
	}
	units, err := record(ctx, address, from, to, columns)
	if err != nil {
		return nil, err
	}
	manager := plugin.NewManager(plugin.Config{Dirs: []string{plugins}})
	defer func() {
		if closeErr := manager.Close(); err == nil {
			err = closeErr
		}
	}()
	process, err := manager.Start(ctx, plugin.Storage, "discard")
	if err != nil {
		return nil, err
	}
	sink, err := process.Engine().Open(ctx, storage.Options{Location: "nowhere"})
	if err != nil {
		return nil, err
	}
	var trips []trip
	for range n {
		made, err := send(ctx, sink, units)
		if err != nil {
			return nil, err
		}
		trips = append(trips, made)
	}
	return forAMillion(units, trips), sink.Close(ctx)
}

// shippedRows is how many rows a trip has at least: processor time is told in hundredths of a second.
const shippedRows = 500_000

// trip is what sending units took, and how many rows they had.
type trip struct {
	wall, host, plugin time.Duration
	rows               int64
}

// send writes the units as a fetch does, one after the other, until they make a trip.
func send(ctx context.Context, sink storage.Sink, units []*recorded) (made trip, err error) {
	runtime.GC() // what was garbage before is none of this
	session, err := sink.Begin(ctx, storage.Target{Table: "events", Kind: storage.Events, Mode: storage.Replace, Fingerprint: "bench"})
	if err != nil {
		return trip{}, err
	}
	host, child, err := processTimes()
	if err != nil {
		return trip{}, err
	}
	begun := time.Now()
	for made.rows < shippedRows {
		if err := write(ctx, sink, session.ID, units); err != nil {
			return trip{}, err
		}
		made.rows += rowsOf(units)
	}
	made.wall = time.Since(begun)
	hostAfter, childAfter, err := processTimes()
	if err != nil {
		return trip{}, err
	}
	made.host, made.plugin = hostAfter-host, childAfter-child
	_, err = sink.Commit(ctx, session.ID)
	return made, err
}

// forAMillion gives the medians of all trips as for a million events.
func forAMillion(units []*recorded, trips []trip) figures {
	var size float64
	for _, unit := range units {
		for _, batch := range unit.batches {
			size += float64(sizeOf(batch))
		}
	}
	of := func(part func(trip) time.Duration) float64 {
		var all []float64
		for _, trip := range trips {
			all = append(all, part(trip).Seconds()*1e6/float64(trip.rows))
		}
		return median(all)
	}
	return figures{
		"cpu_s":      of(func(t trip) time.Duration { return t.host + t.plugin }),
		"host_cpu_s": of(func(t trip) time.Duration { return t.host }), "plugin_cpu_s": of(func(t trip) time.Duration { return t.plugin }),
		"events_s": 1e6 / of(func(t trip) time.Duration { return t.wall }), "bytes": size / float64(rowsOf(units)),
	}
}

// sizeOf counts the bytes of a batch.
func sizeOf(batch arrow.RecordBatch) uint64 {
	var size uint64
	for _, column := range batch.Columns() {
		size += column.Data().SizeInBytes()
	}
	return size
}
