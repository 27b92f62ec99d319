package discovery_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// fake answers questions by their paths, and writes them down.
type fake struct {
	answers map[string]string
	errs    map[string]error

	mu   sync.Mutex
	seen []string
}

func (f *fake) ProjectID() string { return "424242" }

func (f *fake) Ask(_ context.Context, q mixpanel.Question, into any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	method := "GET "
	if q.Post {
		method = "POST "
	}
	f.seen = append(f.seen, method+string(q.API)+" "+q.Path+"?"+q.Params.Encode())
	if err := f.errs[q.Path]; err != nil {
		return err
	}
	return json.Unmarshal([]byte(f.answers[q.Path]), into)
}

func (f *fake) wantSeen(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, f.seen); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
}

// project asks a fake that has one answer.
func project(path, answer string) (*discovery.Project, *fake) {
	asker := &fake{answers: map[string]string{path: answer}}
	return discovery.New(asker, discovery.Config{}), asker
}

// wantJSON checks a result as scripts see it.
func wantJSON(t *testing.T, got result.Result, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEventsAreSortedAndWhole(t *testing.T) {
	p, asker := project("events/names", `["b","Z","a","b",7]`)
	got, err := p.Events(t.Context(), discovery.EventsOptions{})
	wantJSON(t, got, err, `["7","Z","a","b"]`)
	asker.wantSeen(t, "GET query events/names?limit=5000&type=general")
	if got.Truncated() {
		t.Error("four names are said to be cut")
	}
}

func TestListsThatHitACeilingSaySo(t *testing.T) {
	for name, test := range map[string]struct {
		length, limit int
		cut           bool
	}{
		"as asked": {length: 3, limit: 3, cut: true}, "fewer": {length: 2, limit: 3}, "documented": {length: 255, cut: true},
		"all": {length: 5000, cut: true}, "many": {length: 256}, "none": {},
	} {
		quoted := make([]string, test.length)
		for i := range quoted {
			quoted[i] = `"` + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + `"`
		}
		p, _ := project("events/names", "["+strings.Join(quoted, ",")+"]")
		got, err := p.Events(t.Context(), discovery.EventsOptions{Limit: test.limit})
		if err != nil || got.Truncated() != test.cut {
			t.Errorf("%s: %v, %v", name, got.Truncated(), err)
		}
	}
}

// The documented number is asked for where the larger one is refused, and no other refusal is taken for that.
func TestARefusedLimitIsLowered(t *testing.T) {
	few := &stingy{fake: fake{answers: map[string]string{"events/names": `["a"]`, "events/properties/top": `{"b":{}}`}}}
	p := discovery.New(few, discovery.Config{})
	events, err := p.Events(t.Context(), discovery.EventsOptions{})
	wantJSON(t, events, err, `["a"]`)
	properties, err := p.Properties(t.Context(), discovery.PropertiesOptions{Event: "a"})
	wantJSON(t, properties, err, `["b"]`)
	// What was given instead is kept, and the number is not refused once more.
	for range 2 {
		events, err = p.Events(t.Context(), discovery.EventsOptions{})
		wantJSON(t, events, err, `["a"]`)
	}
	few.wantSeen(t, "GET query events/names?limit=255&type=general", "GET query events/properties/top?event=a&limit=255")
	if few.refused != 2 {
		t.Errorf("%d refusals; want one for each list", few.refused)
	}

	asker := &fake{errs: map[string]error{"events/names": refusal(400)}}
	if _, err := discovery.New(asker, discovery.Config{}).Events(t.Context(), discovery.EventsOptions{}); err == nil {
		t.Error("a refusal was swallowed")
	}
	asker.wantSeen(t, "GET query events/names?limit=5000&type=general")
}

func TestAListThatWasAskedShortIsNotTakenForTheWhole(t *testing.T) {
	p, asker := project("events/names", `["a"]`)
	for _, limit := range []int{255, 0, 255, 0} {
		if _, err := p.Events(t.Context(), discovery.EventsOptions{Limit: limit}); err != nil {
			t.Fatal(err)
		}
	}
	asker.wantSeen(t, "GET query events/names?limit=255&type=general", "GET query events/names?limit=5000&type=general")
}

// stingy refuses to give more than the documented number of names.
type stingy struct {
	fake

	refused int
}

func (s *stingy) Ask(ctx context.Context, q mixpanel.Question, into any) error {
	if q.Params.Get("limit") == "5000" {
		s.refused++
		return &mperr.QueryFailed{Exchange: mperr.Exchange{StatusCode: 400}, Message: "Limit must be at most 255"}
	}
	return s.fake.Ask(ctx, q, into)
}

func TestPropertiesAreTheKeys(t *testing.T) {
	p, asker := project("events/properties/top", `{"plan":{"count":640},"amount":{"count":8120},"$duration_s":{},"error":{"count":1}}`)
	got, err := p.Properties(t.Context(), discovery.PropertiesOptions{Event: "Order Placed"})
	wantJSON(t, got, err, `["$duration_s","amount","error","plan"]`)
	asker.wantSeen(t, "GET query events/properties/top?event=Order+Placed&limit=5000")
}

func TestValuesAreTextsInMixpanelsOrder(t *testing.T) {
	p, asker := project("events/properties/values", `["pro","free",12,true,null,[{"a":1}]]`)
	got, err := p.Values(t.Context(), discovery.ValuesOptions{Property: "plan", Event: "Signup", Limit: 6})
	wantJSON(t, got, err, `["pro","free","12","true","","[{\"a\":1}]"]`)
	asker.wantSeen(t, "GET query events/properties/values?event=Signup&limit=6&name=plan")
	if !got.Truncated() {
		t.Error("six of six values are not said to be cut")
	}
	p, asker = project("events/properties/values", `[]`)
	none, err := p.Values(t.Context(), discovery.ValuesOptions{Property: "plan"})
	wantJSON(t, none, err, `[]`)
	asker.wantSeen(t, "GET query events/properties/values?limit=100&name=plan")
}

func TestFunnelsAreSortedByName(t *testing.T) {
	p, asker := project("funnels/list", `[{"funnel_id":2,"name":"b"},{"funnel_id":"3","name":"a"},{"funnel_id":1.0,"name":"b"}]`)
	got, err := p.Funnels(t.Context(), discovery.Options{})
	wantJSON(t, got, err, `[{"funnel_id":3,"name":"a"},{"funnel_id":1,"name":"b"},{"funnel_id":2,"name":"b"}]`)
	asker.wantSeen(t, "GET query funnels/list?")
}

func TestCohortsAreReadInEveryForm(t *testing.T) {
	p, asker := project("cohorts/list", `[
		{"id":2,"name":"Power users","description":"often","count":1432,"is_visible":1,"created":"2026-01-03 09:10:11","project_id":424242},
		{"id":"1","name":"Idle","description":null,"count":null,"is_visible":0,"created":""},
		{"id":3,"name":"New","is_visible":true}]`)
	got, err := p.Cohorts(t.Context(), discovery.Options{})
	wantJSON(t, got, err, `[{"id":1,"name":"Idle","count":0,"description":"","created":"","is_visible":false},`+
		`{"id":3,"name":"New","count":0,"description":"","created":"","is_visible":true},`+
		`{"id":2,"name":"Power users","count":1432,"description":"often","created":"2026-01-03 09:10:11","is_visible":true}]`)
	asker.wantSeen(t, "POST query cohorts/list?")
}

func TestTopEventsAreSortedByCountAndNeverKept(t *testing.T) {
	p, asker := project("events/top", `{"type":"unique","events":[{"event":"b","amount":4,"percent_change":0.5},{"event":"a","amount":310.0,"percent_change":-0.08}]}`)
	for range 2 {
		got, err := p.TopEvents(t.Context(), discovery.TopEventsOptions{Type: "unique", Limit: 10})
		wantJSON(t, got, err, `[{"event":"a","count":310,"percent_change":-0.08},{"event":"b","count":4,"percent_change":0.5}]`)
	}
	asker.wantSeen(t, "GET query events/top?limit=10&type=unique", "GET query events/top?limit=10&type=unique")
}

func TestTopEventsOfAUserAreFractions(t *testing.T) {
	p, _ := project("events/top", `{"events":[{"event":"a","amount":2.25,"percent_change":0},{"event":"b","amount":2.4,"percent_change":null}]}`)
	got, err := p.TopEvents(t.Context(), discovery.TopEventsOptions{Type: "average"})
	wantJSON(t, got, err, `[{"event":"b","count":2.4,"percent_change":0},{"event":"a","count":2.25,"percent_change":0}]`)
	if column := got.Table().Column(1); column.DataType().Name() != "float64" {
		t.Errorf("the counts are %s", column.DataType())
	}
}

func TestBookmarksAreReadWithAndWithoutAnEnvelope(t *testing.T) {
	const one = `[{"id":7,"name":"KPIs","type":"insights","project_id":424242,"created":"c","modified":"m","workspace_id":null,"dashboard_id":9,"creator_name":"Rui"}]`
	for _, answer := range []string{one, `{"results":` + one + `}`, `{"status":"ok","results":{"results":` + one + `}}`} {
		p, asker := project("projects/424242/bookmarks", answer)
		got, err := p.Bookmarks(t.Context(), discovery.BookmarksOptions{Type: "insights"})
		wantJSON(t, got, err, `[{"id":7,"name":"KPIs","type":"insights","project_id":424242,"created":"c","modified":"m","dashboard_id":9,"creator_name":"Rui"}]`)
		asker.wantSeen(t, "GET app projects/424242/bookmarks?type=insights&v=2")
	}
}

func TestAnnotationsAreSortedByTheirMoment(t *testing.T) {
	p, asker := project("projects/424242/annotations", `{"status":"ok","results":[
		{"id":641,"date":"2026-01-02 12:00:00","description":"Later","user":null,"tags":null},
		{"id":640,"date":"2026-01-02 09:00:00","description":"Pricing","user":{"id":5,"first_name":"Rui","last_name":"Lima"},"tags":[{"id":3,"name":"Launches"}]}]}`)
	got, err := p.Annotations(t.Context(), discovery.AnnotationsOptions{From: "2026-01-01", To: "2026-01-31"})
	wantJSON(t, got, err, `[{"id":640,"date":"2026-01-02 09:00:00","description":"Pricing","user":"Rui Lima","tags":["Launches"]},`+
		`{"id":641,"date":"2026-01-02 12:00:00","description":"Later","user":"","tags":[]}]`)
	asker.wantSeen(t, "GET app projects/424242/annotations?fromDate=2026-01-01&toDate=2026-01-31")
}

// What is wrong with a question is said before anything is sent.
func TestWrongOptionsSendNothing(t *testing.T) {
	asker := &fake{}
	p, ctx := discovery.New(asker, discovery.Config{}), t.Context()
	for argument, ask := range map[string]func() error{
		"limit":       func() error { _, err := p.Events(ctx, discovery.EventsOptions{Limit: -1}); return err },
		"limit ":      func() error { _, err := p.Events(ctx, discovery.EventsOptions{Limit: 5001}); return err },
		"event":       func() error { _, err := p.Properties(ctx, discovery.PropertiesOptions{Event: " "}); return err },
		"name":        func() error { _, err := p.Values(ctx, discovery.ValuesOptions{}); return err },
		"limit  ":     func() error { _, err := p.Values(ctx, discovery.ValuesOptions{Property: "a", Limit: -1}); return err },
		"type":        func() error { _, err := p.Bookmarks(ctx, discovery.BookmarksOptions{Type: "pie"}); return err },
		"type ":       func() error { _, err := p.TopEvents(ctx, discovery.TopEventsOptions{Type: "pie"}); return err },
		"limit   ":    func() error { _, err := p.TopEvents(ctx, discovery.TopEventsOptions{Limit: -1}); return err },
		"entity_type": func() error { _, err := p.Schemas(ctx, discovery.SchemasOptions{EntityType: "group"}); return err },
		"entity_type ": func() error {
			_, err := p.Schema(ctx, discovery.SchemaOptions{Name: "a"})
			return err
		},
		"entity_name": func() error { _, err := p.Schema(ctx, discovery.SchemaOptions{EntityType: "event"}); return err },
		"from_date":   func() error { _, err := p.Annotations(ctx, discovery.AnnotationsOptions{From: "soon"}); return err },
		"to_date": func() error {
			_, err := p.Annotations(ctx, discovery.AnnotationsOptions{From: "2026-01-02", To: "2026-01-01"})
			return err
		},
		"to_date ": func() error { _, err := p.Annotations(ctx, discovery.AnnotationsOptions{To: "2026-02-30"}); return err },
	} {
		invalid, ok := errors.AsType[*mperr.InvalidArgument](ask())
		if !ok || invalid.Argument != strings.TrimSpace(argument) {
			t.Errorf("%s: %v", argument, invalid)
		}
	}
	asker.wantSeen(t)
}

func TestAnswersOfAnotherShapeAreErrors(t *testing.T) {
	ctx := t.Context()
	for path, ask := range map[string]func(*discovery.Project) error{
		"events/names":              func(p *discovery.Project) error { _, err := p.Events(ctx, discovery.EventsOptions{}); return err },
		"funnels/list":              func(p *discovery.Project) error { _, err := p.Funnels(ctx, discovery.Options{}); return err },
		"cohorts/list":              func(p *discovery.Project) error { _, err := p.Cohorts(ctx, discovery.Options{}); return err },
		"projects/424242/schemas":   func(p *discovery.Project) error { _, err := p.Schemas(ctx, discovery.SchemasOptions{}); return err },
		"projects/424242/bookmarks": func(p *discovery.Project) error { _, err := p.Bookmarks(ctx, discovery.BookmarksOptions{}); return err },
		"projects/424242/annotations": func(p *discovery.Project) error {
			_, err := p.Annotations(ctx, discovery.AnnotationsOptions{})
			return err
		},
	} {
		for _, answer := range []string{`7`, `{"a":1}`, `["a",`, `[[1]]`, `[{"funnel_id":"x","id":"x","is_visible":"maybe","schemaJson":7}]`} {
			p, _ := project(path, answer)
			if err := ask(p); err == nil && (path != "events/names" || answer[0] != '[') {
				t.Errorf("%s with %s is no error", path, answer)
			}
		}
	}
}
