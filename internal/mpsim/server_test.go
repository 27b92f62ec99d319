package mpsim_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// The project and account of most tests.
const (
	projectID = 424242
	username  = "bot"
	secret    = "canary-secret"
)

var (
	now   = time.Date(2026, time.February, 1, 12, 0, 0, 0, time.UTC)
	first = mpsim.DayOf(now) - 31 // 2026-01-01
)

// clock stands still but for those who sleep.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.slept = c.now.Add(d), c.slept+d
	return ctx.Err()
}

// pass lets time go by.
func (c *clock) pass(d time.Duration) { _ = c.Sleep(context.Background(), d) }

// simulation is a Server behind a real socket.
type simulation struct {
	*mpsim.Server

	t     testing.TB
	base  string
	clock *clock
}

// start serves a project of 31 days from 2026-01-01 with the events, at noon of
// 2026-02-01, as changed by the functions.
func start(t testing.TB, events int, change ...func(*mpsim.Config)) *simulation {
	t.Helper()
	c := &clock{now: now}
	config := mpsim.Config{
		Projects: []mpsim.Project{{ID: projectID, First: first, Days: 31, Events: events}},
		Accounts: []mpsim.Account{{Username: username, Secret: secret, Roles: map[int64]mpsim.Role{projectID: mpsim.Consumer}}},
		Clock:    c,
	}
	for _, f := range change {
		f(&config)
	}
	server, err := mpsim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() { server.Close(); web.Close() })
	return &simulation{Server: server, t: t, base: web.URL, clock: c}
}

// answer is a response read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte // as sent
	err    error  // of reading the body
}

// request makes a signed request, uncompressed unless a header says otherwise.
func (s *simulation) request(method, path string, header ...string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.SetBasicAuth(username, secret)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// plain is a client that shows bodies as they are sent.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true}}

func (s *simulation) do(r *http.Request) answer {
	s.t.Helper()
	response, err := plain.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	a := answer{status: response.StatusCode, header: response.Header}
	a.body, a.err = io.ReadAll(response.Body)
	return a
}

func (s *simulation) get(path string, header ...string) answer {
	s.t.Helper()
	return s.do(s.request(http.MethodGet, path, header...))
}

// export returns the path of an export of the project; pairs are parameters.
func export(from, to string, pairs ...string) string {
	return path("/api/2.0/export", append([]string{"from_date", from, "to_date", to}, pairs...)...)
}

// path returns a path with the project and further parameters.
func path(path string, pairs ...string) string {
	query := url.Values{"project_id": {"424242"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + query.Encode()
}

// truth returns the body of an export of the days.
func (s *simulation) truth(from, to string) []byte {
	s.t.Helper()
	var lines []byte
	for e := range s.events(from, to) {
		lines = append(append(lines, e.Line...), '\n')
	}
	return lines
}

func (s *simulation) events(from, to string) func(func(mpsim.Event) bool) {
	s.t.Helper()
	events, err := s.Truth(projectID, day(s.t, from), day(s.t, to))
	if err != nil {
		s.t.Fatal(err)
	}
	return events
}

func day(t testing.TB, text string) mpsim.Day {
	t.Helper()
	d, err := mpsim.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func gunzip(t *testing.T, body []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// message returns the error that a body reports.
func (a answer) message(t *testing.T) string {
	t.Helper()
	var envelope struct {
		Error string `json:"error"`
	}
	if err := json.Unmarshal(a.body, &envelope); err != nil || envelope.Error == "" {
		t.Fatalf("no error in the body %q (%v)", a.body, err)
	}
	return envelope.Error
}

func TestNewRefusesAConfigThatMakesNoSense(t *testing.T) {
	good := mpsim.Project{ID: 1}
	account := mpsim.Account{Username: "a", Secret: "b"}
	for want, config := range map[string]mpsim.Config{
		"no project":           {},
		"positive":             {Projects: []mpsim.Project{{}}},
		"two projects 1":       {Projects: []mpsim.Project{good, good}},
		"Nowhere":              {Projects: []mpsim.Project{{ID: 1, Timezone: "Nowhere/Land"}}},
		`"local"`:              {Projects: []mpsim.Project{{ID: 1, ExportTime: "local"}}},
		"events (-1)":          {Projects: []mpsim.Project{{ID: 1, Events: -1}}},
		"share":                {Projects: []mpsim.Project{{ID: 1, Shares: &mpsim.Shares{Late: 2}}}},
		"gzip level":           {Projects: []mpsim.Project{good}, GzipLevel: 10},
		"limits":               {Projects: []mpsim.Project{good}, Limits: mpsim.Limits{QueryPerHour: -1}},
		"must not be":          {Projects: []mpsim.Project{good}, Accounts: []mpsim.Account{{Username: "a"}}},
		"does not exist":       {Projects: []mpsim.Project{good}, Accounts: []mpsim.Account{withRole(account, 2, mpsim.Admin)}},
		`"king" is not a role`: {Projects: []mpsim.Project{good}, Accounts: []mpsim.Account{withRole(account, 1, "king")}},
	} {
		if _, err := mpsim.New(config); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New = %v, want an error that says %q", err, want)
		}
	}
}

func withRole(a mpsim.Account, project int64, role mpsim.Role) mpsim.Account {
	a.Roles = map[int64]mpsim.Role{project: role}
	return a
}

func TestZeroConfigOpensAShopUntilYesterday(t *testing.T) {
	server, err := mpsim.New(mpsim.Config{Projects: []mpsim.Project{{ID: 9, Events: 100}}, Clock: &clock{now: now}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := server.Project(9)
	if err != nil {
		t.Fatal(err)
	}
	if p.Days != 30 || p.First+30 != mpsim.DayOf(now) || p.Timezone != "UTC" || p.ExportTime != mpsim.ExportUTC {
		t.Errorf("defaults are %+v", p)
	}
	if _, err := server.Project(8); err == nil {
		t.Error("an unknown project gives no error")
	}
}

func TestUnknownPathsAndMethodsAreRefused(t *testing.T) {
	s := start(t, 0)
	for _, tt := range []struct {
		method, path string
		status       int
	}{
		{http.MethodGet, "/api/2.0/nothing", http.StatusNotFound},
		{http.MethodGet, "/", http.StatusNotFound},
		{http.MethodDelete, export("2026-01-01", "2026-01-01"), http.StatusMethodNotAllowed},
		{http.MethodPost, "/api/app/me", http.StatusMethodNotAllowed},
		{http.MethodGet, "/_sim/faults", http.StatusMethodNotAllowed},
	} {
		if a := s.do(s.request(tt.method, tt.path)); a.status != tt.status {
			t.Errorf("%s %s: %d, want %d", tt.method, tt.path, a.status, tt.status)
		}
	}
}

func TestCloseCutsWhatIsUnderWayAndWhatComes(t *testing.T) {
	s := start(t, 1000)
	if err := s.Inject(mpsim.Fault{Effect: mpsim.Stall{After: 100}}); err != nil {
		t.Fatal(err)
	}
	response, err := plain.Do(s.request(http.MethodGet, export("2026-01-01", "2026-01-31")))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	s.Close()
	s.Close()
	if text, err := io.ReadAll(response.Body); err == nil || len(text) != 100 {
		t.Errorf("read %d bytes, %v; want 100 and an error", len(text), err)
	}
	if _, err := plain.Do(s.request(http.MethodGet, "/api/app/me")); err == nil {
		t.Error("a closed Server answers")
	}
}
