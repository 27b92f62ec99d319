package discovery_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// noon is the simulator's clock, on the last day with events.
type noon struct{}

func (noon) Now() time.Time { return time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC) }

func (noon) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// simulated is a project of ten days in January 2026 behind a real client, and the simulator.
func simulated(t *testing.T, fields credential.Fields, limits ...mpsim.Limits) (*discovery.Project, *mpsim.Server) {
	t.Helper()
	first, err := mpsim.ParseDay("2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	server, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{ID: 424242, Seed: 7, First: first, Days: 10, Events: 4000, Users: 100}},
		Accounts: []mpsim.Account{{Username: "sa", Secret: "s3cret", Roles: map[int64]mpsim.Role{424242: mpsim.Analyst}}},
		Clock:    noon{}, Limits: append(limits, mpsim.Limits{})[0],
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		server.Close()
		web.Close()
	})
	made, err := credential.New(fields)
	if err != nil {
		t.Fatal(err)
	}
	client, err := mixpanel.New(made, mixpanel.Config{BaseURL: web.URL, Retry: mixpanel.Retry{Times: -1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return discovery.New(client, discovery.Config{Path: filepath.Join(t.TempDir(), "424242.json")}), server
}

func account() credential.Fields {
	return credential.Fields{Username: "sa", Secret: credential.NewSecret("s3cret"), ProjectID: "424242", Region: "us"}
}

// asking is a question, and what is seen in its answer.
type asking struct {
	path string
	ask  func(context.Context, *discovery.Project) (json.Marshaler, error)
	sees []string
}

func askings() map[string]asking {
	type ctx = context.Context
	type project = *discovery.Project
	return map[string]asking{
		"events": {"/api/query/events/names", func(c ctx, p project) (json.Marshaler, error) {
			return p.Events(c, discovery.EventsOptions{})
		}, []string{`["`, `"Order Placed",`, `"Signup"`}},
		"properties": {"/api/query/events/properties/top", func(c ctx, p project) (json.Marshaler, error) {
			return p.Properties(c, discovery.PropertiesOptions{Event: "Order Placed"})
		}, []string{`["$`, `"order_id",`}},
		"values": {"/api/query/events/properties/values", func(c ctx, p project) (json.Marshaler, error) {
			return p.Values(c, discovery.ValuesOptions{Property: "$browser", Event: "Page View", Limit: 3})
		}, []string{`["`, `"Chrome"`}},
		"funnels": {"/api/query/funnels/list", func(c ctx, p project) (json.Marshaler, error) {
			return p.Funnels(c, discovery.Options{})
		}, []string{`[{"funnel_id":`, `,"name":"`}},
		"cohorts": {"/api/query/cohorts/list", func(c ctx, p project) (json.Marshaler, error) {
			return p.Cohorts(c, discovery.Options{})
		}, []string{`[{"id":`, `"is_visible":true}`, `"is_visible":false}`}},
		"bookmarks": {"/api/app/projects/424242/bookmarks", func(c ctx, p project) (json.Marshaler, error) {
			return p.Bookmarks(c, discovery.BookmarksOptions{Type: "flows"})
		}, []string{`[{"id":63877006,"name":"After signing up","type":"flows","project_id":424242,"created":"`}},
		"top events": {"/api/query/events/top", func(c ctx, p project) (json.Marshaler, error) {
			return p.TopEvents(c, discovery.TopEventsOptions{Limit: 2})
		}, []string{`[{"event":"Product Viewed","count":`, `,"percent_change":`}},
		"schemas": {"/api/app/projects/424242/schemas", func(c ctx, p project) (json.Marshaler, error) {
			return p.Schemas(c, discovery.SchemasOptions{})
		}, []string{`[{"entity_type":"event","name":"`, `{"entity_type":"profile","name":"`, `"metadata":{"source":`}},
		"schema": {"/api/app/projects/424242/schemas/event", func(c ctx, p project) (json.Marshaler, error) {
			return p.Schema(c, discovery.SchemaOptions{EntityType: "event", Name: "Order Placed"})
		}, []string{`{"entity_type":"event","name":"Order Placed","schema_json":{"properties":{"`}},
		"annotations": {"/api/app/projects/424242/annotations", func(c ctx, p project) (json.Marshaler, error) {
			return p.Annotations(c, discovery.AnnotationsOptions{From: "2026-01-01", To: "2026-01-05"})
		}, []string{`[{"id":641,"date":"2026-01-01 12:00:00","description":"Pricing change","user":"Rui Lima","tags":["Launches"]}]`}},
	}
}

func TestTheSimulatorIsUnderstood(t *testing.T) {
	p, server := simulated(t, account())
	for name, test := range askings() {
		before := len(server.Requests())
		answer, err := test.ask(t.Context(), p)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, err := answer.MarshalJSON()
		for _, part := range test.sees {
			if err != nil || !strings.Contains(string(text), part) {
				t.Errorf("%s has no %s: %.2000s, %v", name, part, text, err)
			}
		}
		if requests := server.Requests()[before:]; len(requests) != 1 || requests[0].Path != test.path {
			t.Errorf("%s asked %v", name, requests)
		}
	}
}

// Wrong credentials, a project of others, a quota that is used up and a broken server are told apart, for every question.
func TestRefusalsOfTheSimulatorKeepTheirCodes(t *testing.T) {
	stranger, elsewhere := account(), account()
	stranger.Secret, elsewhere.ProjectID = credential.NewSecret("wrong"), "1"
	for name, test := range map[string]struct {
		fields credential.Fields
		fault  string
		code   mperr.Code
	}{
		"wrong secret":  {fields: stranger, code: "AUTH_FAILED"},
		"other project": {fields: elsewhere, code: "AUTH_FAILED"},
		"402":           {fields: account(), fault: `{"kind":"status","times":-1,"with":{"code":402}}`, code: "AUTH_FAILED"},
		"429":           {fields: account(), fault: `{"kind":"status","times":-1,"with":{"code":429}}`, code: "RATE_LIMITED"},
		"503":           {fields: account(), fault: `{"kind":"status","times":-1,"with":{"code":503}}`, code: "SERVER_ERROR"},
	} {
		p, server := simulated(t, test.fields)
		if test.fault != "" {
			var fault mpsim.Fault
			if err := errors.Join(fault.UnmarshalJSON([]byte(test.fault)), server.Inject(fault)); err != nil {
				t.Fatal(err)
			}
		}
		for question, asking := range askings() {
			if _, err := asking.ask(t.Context(), p); mperr.CodeOf(err) != test.code {
				t.Errorf("%s, %s: %v", name, question, err)
			}
		}
	}
}

func TestTheSimulatorHasNoSuchEvent(t *testing.T) {
	p, _ := simulated(t, account())
	_, propertiesErr := p.Properties(t.Context(), discovery.PropertiesOptions{Event: "order_placd"})
	_, valuesErr := p.Values(t.Context(), discovery.ValuesOptions{Property: "plan", Event: "order_placd"})
	for _, err := range []error{propertiesErr, valuesErr} {
		missing, ok := errors.AsType[*mperr.EventNotFound](err)
		if !ok || len(missing.SimilarEvents) == 0 || missing.SimilarEvents[0] != "Order Placed" {
			t.Errorf("%v", err)
		}
	}
	none, err := p.Values(t.Context(), discovery.ValuesOptions{Property: "no such property", Event: "Signup"})
	wantJSON(t, none, err, `[]`)
	if _, err := p.Values(t.Context(), discovery.ValuesOptions{Property: "plan"}); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("values of all events: %v", err)
	}
}

func TestTheSimulatorHasNoSuchSchema(t *testing.T) {
	p, _ := simulated(t, account())
	for _, name := range []string{"order placd", "..", "a/b", "日本", "?x=1"} {
		_, err := p.Schema(t.Context(), discovery.SchemaOptions{EntityType: "event", Name: name})
		if missing, ok := errors.AsType[*mperr.NotFound](err); !ok || missing.Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALimitCutsTheSimulatorsLists(t *testing.T) {
	p, _ := simulated(t, account())
	all, err := p.Events(t.Context(), discovery.EventsOptions{})
	if err != nil || all.Truncated() {
		t.Fatalf("%v, %v", all, err)
	}
	two, err := p.Events(t.Context(), discovery.EventsOptions{Limit: 2})
	if err != nil || two.Len() != 2 || !two.Truncated() {
		t.Errorf("%v, %v", two, err)
	}
	top, err := p.TopEvents(t.Context(), discovery.TopEventsOptions{Limit: 1})
	if err != nil || top.Len() != 1 {
		t.Errorf("%v, %v", top, err)
	}
	bookmarks, err := p.Bookmarks(t.Context(), discovery.BookmarksOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, b := range bookmarks.Items() {
		kinds[b.Type]++
	}
	listed := 0
	for _, kind := range discovery.BookmarkTypes() {
		of, err := p.Bookmarks(t.Context(), discovery.BookmarksOptions{Type: kind})
		if err != nil || of.Len() != kinds[kind] {
			t.Fatalf("%s: %v of %v, %v", kind, of, kinds, err)
		}
		listed += of.Len()
	}
	if listed != bookmarks.Len() {
		t.Errorf("the kinds have %d reports of %d", listed, bookmarks.Len())
	}
}

// The Lexicon answers five questions a minute, of all projects of an organization together.
func TestTheLexiconIsAskedOnce(t *testing.T) {
	p, server := simulated(t, account(), mpsim.Limits{LexiconPerMinute: 5})
	for range 8 {
		_, allErr := p.Schemas(t.Context(), discovery.SchemasOptions{})
		_, oneErr := p.Schema(t.Context(), discovery.SchemaOptions{EntityType: "event", Name: "Order Placed"})
		if err := errors.Join(allErr, oneErr); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(server.Requests()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	for range 4 {
		if _, err := p.Schemas(t.Context(), discovery.SchemasOptions{Refresh: true}); err != nil {
			limited, ok := errors.AsType[*mperr.RateLimited](err)
			if !ok || limited.RetryAfter == nil || *limited.RetryAfter != 60 {
				t.Errorf("%v", err)
			}
			return
		}
	}
	t.Error("the simulator's limit was not met")
}
