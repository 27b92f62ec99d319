//go:build linux

package faults_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// row is an event as a table holds it: all columns, properties byte for byte.
type row struct {
	Name       string `json:"event_name"`
	Time       int64  `json:"event_time"` // microseconds since 1970
	DistinctID string `json:"distinct_id"`
	InsertID   string `json:"insert_id"`
	Properties string `json:"properties"`
	Day        string `json:"project_day"`
}

// book is what a day's coverage must say.
type book struct {
	Day        string `json:"day"`
	Complete   bool   `json:"complete"`
	Received   int    `json:"received"`
	Stored     int    `json:"stored"`
	Duplicates int    `json:"duplicates"`
	Rejected   int    `json:"rejected"`
}

// truth is what a table must hold, by day.
type truth struct {
	rows  map[string][]row
	books map[string]book
}

var theTruth struct {
	truth

	once sync.Once
}

// truthOf reads the simulator's truth, once: every row of an export, each event once, as it was processed last.
func truthOf(t testing.TB) truth {
	t.Helper()
	theTruth.once.Do(func() { theTruth.truth = readTruth(t) })
	return theTruth.truth
}

// identity is Mixpanel's key of an event. Of events without an id only the same text is the same event.
type identity struct {
	name, distinctID, insertID, text string
	stamp                            int64
}

func readTruth(t testing.TB) truth {
	t.Helper()
	server := newSimulator(t, newStallClock())
	first, err := mpsim.ParseDay(firstDay)
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.Truth(projectID, first, first+days-1)
	if err != nil {
		t.Fatal(err)
	}
	read := truth{rows: map[string][]row{}, books: map[string]book{}}
	latest, processed, order := map[identity]row{}, map[identity]int64{}, []identity(nil)
	for event := range all {
		made := rowOf(t, event)
		key := identity{name: event.Name, distinctID: event.DistinctID, insertID: event.InsertID, stamp: event.Stamp}
		if event.InsertID == "" {
			key.text = made.Properties
		}
		count := read.books[made.Day]
		count.Day, count.Complete = made.Day, true
		count.Received++
		if before, again := processed[key]; again {
			count.Duplicates++
			if event.Processed < before {
				made = latest[key]
			}
		} else {
			count.Stored++
			order = append(order, key)
		}
		latest[key], processed[key] = made, max(event.Processed, processed[key])
		read.books[made.Day] = count
	}
	for _, key := range order {
		made := latest[key]
		read.rows[made.Day] = append(read.rows[made.Day], made)
	}
	return read
}

// rowOf is the row that an event must become.
func rowOf(t testing.TB, event mpsim.Event) row {
	t.Helper()
	var parts struct {
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(event.AppendMillis(nil), &parts); err != nil {
		t.Fatal(err)
	}
	made := row{
		Name: event.Name, Time: event.Time.UnixMicro(), DistinctID: event.DistinctID, InsertID: event.InsertID,
		Properties: string(parts.Properties), Day: event.Day.String(),
	}
	if made.InsertID == "" {
		sum := sha256.Sum256([]byte(made.Properties + made.Name))
		made.InsertID = storage.SyntheticPrefix + hex.EncodeToString(sum[:16])
	}
	return made
}
