package fetch_test

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// row is a stored event, or what should be stored.
type row struct {
	Name, DistinctID, InsertID, Properties, Day string
	Time                                        time.Time
}

func compareRows(a, b row) int {
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Name, b.Name), cmp.Compare(a.DistinctID, b.DistinctID),
		cmp.Compare(a.InsertID, b.InsertID), cmp.Compare(a.Properties, b.Properties))
}

// stored gives the rows of a table, sorted; a synthetic id is cut to its prefix.
func (w *world) stored(table string) []row {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	reader, err := sink.(storage.Sampler).Sample(w.t.Context(), table, 1<<30)
	if err != nil {
		w.t.Fatal(err)
	}
	defer reader.Close()
	rows := []row{}
	for {
		batch, err := reader.Next(w.t.Context())
		if err == io.EOF {
			slices.SortFunc(rows, compareRows)
			return rows
		}
		if err != nil {
			w.t.Fatal(err)
		}
		rows = appendBatch(rows, batch)
	}
}

func appendBatch(rows []row, batch arrow.RecordBatch) []row {
	column := func(name string) arrow.Array { return batch.Column(batch.Schema().FieldIndices(name)[0]) }
	text := func(name string, i int) string { return strings.Clone(column(name).(*array.String).Value(i)) }
	for i := range int(batch.NumRows()) {
		id := text(storage.ColumnInsertID, i)
		if strings.HasPrefix(id, storage.SyntheticPrefix) {
			id = storage.SyntheticPrefix
		}
		rows = append(rows, row{
			Name: text(storage.ColumnEventName, i), DistinctID: text(storage.ColumnDistinctID, i), InsertID: id,
			Properties: text(storage.ColumnProperties, i),
			Day:        column(storage.ColumnProjectDay).(*array.Date32).Value(i).FormattedString(),
			Time:       column(storage.ColumnEventTime).(*array.Timestamp).Value(i).ToTime(arrow.Microsecond).UTC(),
		})
	}
	return rows
}

// truth gives the rows that a table of these days must have: the export's, each event once in its latest version.
func (w *world) truth(from, to string) []row {
	w.t.Helper()
	if known, ok := w.truths[from+to]; ok {
		return slices.Clone(known)
	}
	events, err := w.sim.Truth(projectID, day(w.t, from), day(w.t, to))
	if err != nil {
		w.t.Fatal(err)
	}
	type key struct {
		name, distinctID, insertID, line string
		stamp                            int64
	}
	type version struct {
		row       row
		processed int64
	}
	latest := map[key]version{}
	for event := range events {
		line := event.AppendMillis(nil)
		k := key{event.Name, event.DistinctID, event.InsertID, "", event.Stamp}
		if event.InsertID == "" {
			k.line = string(line) // only the same line is the same event
		}
		if known, ok := latest[k]; !ok || event.Processed >= known.processed {
			latest[k] = version{w.rowOf(event, line), event.Processed}
		}
	}
	rows := []row{}
	for _, v := range latest {
		rows = append(rows, v.row)
	}
	slices.SortFunc(rows, compareRows)
	w.truths[from+to] = rows
	return slices.Clone(rows)
}

func (w *world) rowOf(event mpsim.Event, line []byte) row {
	var parts struct {
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(line, &parts); err != nil {
		w.t.Fatalf("%v in %s", err, line)
	}
	id := event.InsertID
	if id == "" {
		id = storage.SyntheticPrefix
	}
	return row{
		Name: event.Name, DistinctID: event.DistinctID, InsertID: id, Properties: string(parts.Properties),
		Day: event.Day.String(), Time: w.firstReading(event),
	}
}

// firstReading is the true time of an event, or of the first of the two moments that its wall clock time names.
func (w *world) firstReading(event mpsim.Event) time.Time {
	if w.config.ExportTime != credential.ExportProject {
		return event.Time
	}
	for _, back := range []time.Duration{30 * time.Minute, time.Hour} { // Lord Howe's clocks change by the half
		before := event.Time.Add(-back)
		if before.In(w.config.Location).Format(time.DateTime) == event.Time.In(w.config.Location).Format(time.DateTime) {
			return before
		}
	}
	return event.Time
}
