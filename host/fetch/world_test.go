package fetch_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

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
