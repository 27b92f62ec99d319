package fetch_test

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// world is a simulated Mixpanel with one project, a client of it and a store.
type world struct {
	t      *testing.T
	sim    *mpsim.Server
	client *mixpanel.Client
	// address is where Mixpanel is.
	address string
	engine  storage.Engine
	clock   *worldClock
	config  fetch.Config
	// truths are the answers of truth so far, by range.
	truths map[string][]row
}

// worldClock stands still but for waits, which take no time.
type worldClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *worldClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *worldClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

func (c *worldClock) set(text string) {
	now, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

const projectID = 424242

// newWorld has 1,200 events in January 2026 unless the project says otherwise; it is the 15th of February.
func newWorld(t *testing.T, project mpsim.Project) *world {
	t.Helper()
	return newLimitedWorld(t, project, mpsim.Limits{})
}

func newLimitedWorld(t *testing.T, project mpsim.Project, limits mpsim.Limits) *world {
	t.Helper()
	clock := &worldClock{}
	clock.set("2026-02-15T12:00:00Z")
	project.ID = projectID
	if project.First == 0 {
		project.First, project.Days = day(t, "2026-01-01"), 31
	}
	if project.Events == 0 {
		project.Events = 1_200
	}
	sim, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{project}, Clock: clock, Limits: limits,
		Accounts: []mpsim.Account{{Username: "bot", Secret: "s3cret", Roles: map[int64]mpsim.Role{projectID: mpsim.Analyst}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sim)
	t.Cleanup(func() { sim.Close(); server.Close() })
	w := &world{t: t, sim: sim, address: server.URL, clock: clock, engine: sdktest.NewEngine(), truths: map[string][]row{}}
	w.client = newClient(t, server.URL, mixpanel.Config{Now: clock.Now, Sleep: clock.Sleep, IdleTimeout: 10 * time.Second})
	w.config = fetch.Config{
		ProjectID: "424242", ExportTime: credential.ExportTime(project.ExportTime), Now: clock.Now, Sleep: clock.Sleep,
	}
	if project.Timezone != "" {
		w.config.Location = location(t, project.Timezone)
	}
	return w
}

func newClient(t *testing.T, address string, config mixpanel.Config) *mixpanel.Client {
	t.Helper()
	made, err := credential.New(credential.Fields{
		Username: "bot", Secret: credential.NewSecret("s3cret"), ProjectID: "424242", Region: "us", BaseURL: address,
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := mixpanel.New(made, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// open opens the store; only one sink is open at a time.
func (w *world) open() storage.Sink {
	w.t.Helper()
	sink, err := w.engine.Open(w.t.Context(), storage.Options{Location: "store"})
	if err != nil {
		w.t.Fatal(err)
	}
	return sink
}

// fetch is one run of a command: open the store, fetch, close.
func (w *world) fetch(request fetch.Request) (fetch.Summary, error) {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	return fetch.Events(w.t.Context(), w.client, sink, request, w.config)
}

func (w *world) close(sink storage.Sink) {
	w.t.Helper()
	if err := sink.Close(context.WithoutCancel(w.t.Context())); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) inject(fault mpsim.Fault) {
	w.t.Helper()
	if fault.Path == "" {
		fault.Path = "/api/2.0/export"
	}
	if err := w.sim.Inject(fault); err != nil {
		w.t.Fatal(err)
	}
}

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

func day(t *testing.T, text string) mpsim.Day {
	t.Helper()
	parsed, err := mpsim.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// exports counts the requests that reached Mixpanel since the last call.
func (w *world) exports() (since func() int) {
	before := len(w.sim.Requests())
	return func() int { return len(w.sim.Requests()) - before }
}
