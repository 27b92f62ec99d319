package mpsim_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func (s *simulation) postFault(text string) answer {
	s.t.Helper()
	r := s.request(http.MethodPost, "/_sim/faults")
	r.Body = io.NopCloser(strings.NewReader(text))
	return s.do(r)
}

func TestFaultsAreInjectedOverHTTP(t *testing.T) {
	s := start(t, 2000)
	tests := []struct {
		fault string
		holds func(answer) bool
	}{
		{`{"kind":"status","with":{"code":429,"retry_after":3}}`, func(a answer) bool { return a.status == 429 && a.header.Get("Retry-After") == "3" }},
		{`{"kind":"status","with":{"code":503,"body":"down"}}`, func(a answer) bool { return a.status == 503 && string(a.body) == "down" }},
		{`{"kind":"error_object","with":{"message":"m"}}`, func(a answer) bool { return string(a.body) == `{"error":"m"}`+"\n" }},
		{`{"kind":"cut","with":{"after":10}}`, func(a answer) bool { return len(a.body) == 10 && a.err != nil }},
		{`{"kind":"cut","with":{"after":10,"how":"clean"}}`, func(a answer) bool { return len(a.body) == 10 && a.err == nil }},
		{`{"kind":"slow","with":{"first_byte":"1h"}}`, func(answer) bool { return s.clock.slept.Hours() == 1 }},
		{`{"kind":"stall","with":{"after":5,"for":"1h30m"}}`, func(answer) bool { return s.clock.slept.Hours() == 2.5 }},
		{`{"kind":"malformed","with":{"line":1,"text":"x"}}`, func(a answer) bool { return strings.HasPrefix(string(a.body), "x\n{") }},
		{`{"kind":"cut","with":{"before_end":10}}`, func(a answer) bool { return len(a.body) > 2000 && a.err != nil }},
		{`{"kind":"pieces","with":{"bytes":100}}`, func(a answer) bool { return len(a.body) > 2000 && a.err == nil }},
		{`{"kind":"members","with":{"bytes":100}}`, func(a answer) bool { return len(a.body) > 2000 && a.err == nil }},
		{`{"kind":"old_days","with":{"days":1}}`, func(a answer) bool { return a.status == 400 }},
		{`{"kind":"behind","with":{"days":365}}`, func(a answer) bool { return a.status == 400 }},
		{`{"kind":"terminated_early"}`, func(a answer) bool { return string(a.body) == "terminated early\n" }},
	}
	for _, tt := range tests {
		if a := s.postFault(tt.fault); a.status != 204 {
			t.Errorf("%s: %d %s", tt.fault, a.status, a.body)
			continue
		}
		if a := s.get(anExport); !tt.holds(a) {
			t.Errorf("%s: %d %.80s %v", tt.fault, a.status, a.body, a.err)
		}
	}
	s.postFault(`{"path":"/api/2.0/","query":"from_date=2026-01-01","skip":1,"times":-1,"kind":"status","with":{"code":500}}`)
	for i, want := range []int{200, 500, 500} {
		if a := s.get(anExport); a.status != want {
			t.Errorf("request %d: %d, want %d", i, a.status, want)
		}
	}
	if a := s.do(s.request(http.MethodDelete, "/_sim/faults")); a.status != 204 {
		t.Errorf("DELETE: %d", a.status)
	}
	if a := s.get(anExport); a.status != 200 {
		t.Errorf("after DELETE: %d", a.status)
	}
}

func TestBadFaultsAreRefusedOverHTTP(t *testing.T) {
	s := start(t, 0)
	for fault, want := range map[string]string{
		``:                                     "unexpected end",
		`null`:                                 "no kind of fault",
		`[]`:                                   "cannot unmarshal",
		`{"kind":"flood"}`:                     `no kind of fault \"flood\"`,
		`{"kind":"status","with":{"code":99}}`: "99 is not a status",
		`{"kind":"cut","with":{"at":1}}`:       "unknown field",
		`{"kind":"cut","after":1}`:             "unknown field",
		`{"kind":"slow","with":{"first_byte":"soon"}}`: "invalid duration",
		strings.Repeat(" ", 2<<20):                     "too large",
	} {
		if a := s.postFault(fault); a.status != 400 || !strings.Contains(string(a.body), want) {
			t.Errorf("%.60s: %d %s, want 400 with %q", fault, a.status, a.body, want)
		}
	}
}

func TestRequestsAreRememberedWithoutSecrets(t *testing.T) {
	s := start(t, 2000)
	s.inject(mpsim.Fault{Path: "/api/2.0/export", Effect: mpsim.Cut{After: 10}})
	s.get(anExport)
	s.get("/api/app/me", "Authorization", "Basic bot:"+secret+"x")
	size := int64(len(s.get(aQuery).body))

	a := s.get("/_sim/requests")
	var got []mpsim.Request
	if err := json.Unmarshal(a.body, &got); err != nil {
		t.Fatal(err)
	}
	_, query, _ := strings.Cut(anExport, "?")
	want := []mpsim.Request{
		{Time: now, Method: "GET", Path: "/api/2.0/export", Query: query, Status: 200, Bytes: 10},
		{Time: now, Method: "GET", Path: "/api/app/me", Status: 401, Bytes: 66},
		{Time: now, Method: "GET", Path: "/api/query/events/names", Query: "project_id=424242&type=general", Status: 200, Bytes: size},
	}
	if len(got) != len(want) {
		t.Fatalf("%d requests, want %d: %s", len(got), len(want), a.body)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("request %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(username + ":" + secret)), "Basic"} {
		if strings.Contains(string(a.body), form) {
			t.Errorf("the requests hold %q", form)
		}
	}
}

func TestRequestsForgetTheOldest(t *testing.T) {
	s := start(t, 0, limited(mpsim.Limits{}))
	handler := func() { // without a socket: there are many
		r, w := s.request(http.MethodGet, "/nowhere"), &discard{}
		s.ServeHTTP(w, r)
	}
	for range 10_001 {
		handler()
	}
	if n := len(s.Requests()); n < 1000 || n > 10_000 {
		t.Errorf("%d requests are remembered, want at most 10,000", n)
	}
}

// discard is a ResponseWriter to nowhere.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}
func (*discard) Write(p []byte) (int, error) { return len(p), nil }
func (*discard) WriteHeader(int)             {}
