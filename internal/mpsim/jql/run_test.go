package jql_test

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim/jql"
)

// day is the wall time of 2026-01-01.
const day = 1767225600000

// shop is a few events and people. Its selectors are names of events, or "fail".
type shop struct{}

func (shop) Events(_ context.Context, q jql.EventQuery) iter.Seq2[jql.Event, error] {
	return func(yield func(jql.Event, error) bool) {
		for i, e := range []struct{ name, id, properties string }{
			{"Buy", "ana", `{"amount":10,"plan":"pro","tags":["a","b"]}`},
			{"Look", "bo", `{"plan":"free"}`},
			{"Buy", "bo", `{"amount":2.5,"plan":"free","tags":[]}`},
			{"Look", "ana", `{"plan":null,"amount":"7"}`},
			{"Buy", "ana", `{"amount":5,"plan":"pro"}`},
		} {
			event := jql.Event{Name: e.name, DistinctID: e.id, Time: day + int64(5-i)*20*3600_000, Properties: []byte(e.properties)}
			for _, s := range q.Selectors {
				if s.Selector == "fail" {
					yield(event, errors.New("Error: selector fail"))
					return
				}
				event.Label = s.Label
			}
			if len(q.Selectors) > 0 && q.Selectors[0].Event != e.name {
				continue
			}
			if !yield(event, nil) {
				return
			}
		}
	}
}

// odd is JSON in all its spellings.
const odd = ` {"big" : 9007199254740993,"huge":1e999,"e\u00e9\"":[ ] , "a":[1,-0.5,[null,{"":true}],{}],"s":"\\ \/ \ud83d\ude80","t":false } `

func (shop) People(_ context.Context, _ jql.PeopleQuery) iter.Seq2[jql.Person, error] {
	return func(yield func(jql.Person, error) bool) {
		_ = yield(jql.Person{DistinctID: "ana", LastSeen: day, Properties: []byte(odd)}, nil) &&
			yield(jql.Person{DistinctID: "bo", Properties: []byte(`{}`)}, nil)
	}
}

const all = `Events({from_date: "2026-01-01", to_date: new Date(2026, 0, 5)})`

func run(t *testing.T, body, params string) (string, error) {
	t.Helper()
	out, err := jql.Run(t.Context(), "function main() { return "+body+"; }", params, shop{})
	return string(out), err
}

func TestScriptsTransformItems(t *testing.T) {
	for body, want := range map[string]string{
		all + `.filter(e => e.name == "Look").map("distinct_id")`:                                               `["bo","ana"]`,
		all + `.filter(e => false)`:                                                                             `[]`,
		all + `.map(e => e.properties.tags)`:                                                                    `[["a","b"],null,[],null,null]`,
		all + `.map(e => e.properties.tags).flatten()`:                                                          `["a","b",null,null,null]`,
		all + `.map(e => e.properties.amount).sortAsc(x => x)`:                                                  `[2.5,5,10,"7",null]`,
		all + `.sortDesc("properties.plan", "time").map(e => e.time - ` + strconv.Itoa(day) + `)`:               `[144000000,360000000,72000000,288000000,216000000]`,
		all + `.reduce(mixpanel.reducer.count())`:                                                               `[5]`,
		all + `.reduce([mixpanel.reducer.sum("properties.amount"), mixpanel.reducer.max("properties.amount")])`: `[[17.5,10]]`,
		all + `.reduce(mixpanel.reducer.sum(mixpanel.to_number("properties.amount")))`:                          `[24.5]`,
		all + `.reduce(mixpanel.reducer.avg("properties.none"))`:                                                `[null]`,
		all + `.reduce(mixpanel.reducer.min(e => e.properties.amount))`:                                         `[2.5]`,
		all + `.reduce(mixpanel.reducer.numeric_summary("properties.amount"))`: `[{"count":3,"sum":17.5,"sum_squares":131.25,` +
			`"avg":5.833333333333333,"stddev":3.118047822311619}]`,
		all + `.reduce(mixpanel.reducer.max_by("properties.amount")).map("distinct_id")`:                                                                                                  `["ana"]`,
		all + `.reduce(mixpanel.reducer.min_by("time")).map("name")`:                                                                                                                      `["Buy"]`,
		all + `.reduce(mixpanel.reducer.min_by("none"))`:                                                                                                                                  `[null]`,
		all + `.reduce(mixpanel.reducer.numeric_percentiles("properties.amount", [0, 50, 90]))`:                                                                                           `[[{"percentile":0,"value":2.5},{"percentile":50,"value":5},{"percentile":90,"value":10}]]`,
		all + `.reduce(mixpanel.reducer.numeric_percentiles("properties.none", 50))`:                                                                                                      `[[{"percentile":50,"value":null}]]`,
		all + `.reduce((before, items) => before.reduce((a, b) => a + b, 0) + items.length)`:                                                                                              `[5]`,
		all + `.filter(e => false).reduce((before, items) => before.length + items.length)`:                                                                                               `[0]`,
		all + `.groupBy(["properties.plan"], mixpanel.reducer.count())`:                                                                                                                   `[{"key":["pro"],"value":2},{"key":["free"],"value":2},{"key":[null],"value":1}]`,
		all + `.groupBy("name", [mixpanel.reducer.count(), mixpanel.reducer.any()]).map(r => r.value[0])`:                                                                                 `[3,2]`,
		all + `.groupBy(["name", e => e.distinct_id], mixpanel.reducer.null())`:                                                                                                           `[{"key":["Buy","ana"],"value":null},{"key":["Look","bo"],"value":null},{"key":["Buy","bo"],"value":null},{"key":["Look","ana"],"value":null}]`,
		all + `.groupBy(["name"], mixpanel.reducer.count()).reduce(mixpanel.reducer.top(1))`:                                                                                              `[[{"key":["Buy"],"value":3}]]`,
		all + `.groupByUser(mixpanel.reducer.count())`:                                                                                                                                    `[{"key":["ana"],"value":3},{"key":["bo"],"value":2}]`,
		all + `.groupByUser(["name"], (state, events) => (state || "") + events.map(e => e.properties.amount))`:                                                                           `[{"key":["ana","Buy"],"value":"5,10"},{"key":["ana","Look"],"value":"7"},{"key":["bo","Buy"],"value":"2.5"},{"key":["bo","Look"],"value":""}]`,
		all + `.groupBy([mixpanel.numeric_bucket("time", mixpanel.daily_time_buckets)], mixpanel.reducer.count()).map(r => [(r.key[0] - ` + strconv.Itoa(day) + `) / 86400000, r.value])`: `[[4,1],[3,1],[2,1],[1,1],[0,1]]`,
		all + `.groupBy([mixpanel.numeric_bucket("time", mixpanel.weekly_time_buckets)], mixpanel.reducer.count()).map(r => new Date(r.key[0]).toISOString().slice(0, 10))`:               `["2026-01-05","2025-12-29"]`,
		all + `.groupBy([mixpanel.numeric_bucket("time", mixpanel.monthly_time_buckets)], mixpanel.reducer.count()).map(r => new Date(r.key[0]).toISOString().slice(0, 10))`:              `["2026-01-01"]`,
		all + `.map(mixpanel.numeric_bucket("properties.amount", {bucket_size: 4, offset: 1}))`:                                                                                           `[9,null,1,null,5]`,
		all + `.map(mixpanel.numeric_bucket("properties.amount", [10, 5]))`:                                                                                                               `[10,null,null,null,5]`,
		`People().map(p => [p.distinct_id, p.last_seen, p.time])`:                                                                                                                         `[["ana",1767225600000,1767225600000],["bo",null,null]]`,
		`People().map("properties").filter(p => p.a)`:                                                                                                                                     `[{"big":9007199254740992,"huge":null,"eé\"":[],"a":[1,-0.5,[null,{"":true}],{}],"s":"\\ / 🚀","t":false}]`,
		`People({}).map("properties.big")`:                                                                                                                                                `[9007199254740992,null]`,
		`Events({from_date: params.day, to_date: params.day, event_selectors: [{event: "Look", label: "l"}]}).map(e => [e.label, e.sampling_factor])`:                                     `[["l",1],["l",1]]`,
		`People().map(p => [mixpanel.to_number("4.5"), mixpanel.to_number(true), mixpanel.to_number(null), mixpanel.to_number("")]).reduce(mixpanel.reducer.any())`:                       `[[4.5,1,null,null]]`,
	} {
		got, err := run(t, body, `{"day":"2026-01-01"}`)
		if err != nil || got != want {
			t.Errorf("%s: %v\n got %s\nwant %s", body, err, got, want)
		}
	}
}

func TestReducersGetManyItemsInPieces(t *testing.T) {
	body := all + `.map(e => Array(50).fill(1)).flatten().reduce((before, items) => {
		if (items.length > 40) throw new Error("all at once");
		return before.concat(items).reduce((a, b) => a + b, 0);
	})`
	if got, err := run(t, body, ""); err != nil || got != "[250]" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestScriptsThatFailSayWhereAndWhy(t *testing.T) {
	for script, want := range map[string][]string{
		"function main() {\n  return Events({from_date: 'a', to_date: 'b'})\n    .limit(10);\n}": {
			"UserVisiblePreconditionFailedError: Uncaught exception TypeError: ", "limit", "\n      .limit(10);\n", "^\n", "Stack trace:\nTypeError", "at main (<anonymous>:3:"},
		"function main() {\n  return (;\n}":                                       {"SyntaxError: Unexpected token ;", "\n    return (;\n", "^\n"},
		"function main() { return People().map(p => p.x.y) }":                     {"TypeError: Cannot read property 'y' of undefined"},
		"function main() { throw 'plain' }":                                       {"Uncaught exception plain\n"},
		"function main() { return main() }":                                       {"RangeError: Maximum call stack"},
		"function main() { return 5 }":                                            {"main() must return"},
		"function main() { return join(People(), People()) }":                     {"ReferenceError: join is not defined"},
		"function main() { let a; let a }":                                        {"SyntaxError: ", "^\n"},
		"var x = 1":                                                               {"ReferenceError: main is not defined"},
		"":                                                                        {"ReferenceError: main is not defined"},
		"function main() { return Events() }":                                     {"needs from_date and to_date"},
		"function main() { return Events({from_date: 1}) }":                       {"does not understand its argument"},
		"function main() { return People().filter() }":                            {"filter() takes a function"},
		"function main() { return People().groupBy(['a'], 5) }":                   {"groupBy() takes reducers"},
		"function main() { return People().groupBy(['a']) }":                      {"groupBy() takes reducers"},
		"function main() { return People().groupBy([], mixpanel.reducer.sum()) }": {"takes a function or the path"},
		"function main() { return People().groupBy(['properties'], mixpanel.reducer.count()) }":                    {"keys must be scalars"},
		"function main() { return People().sortAsc() }":                                                            {"sortAsc() needs an accessor"},
		"function main() { return People().reduce(mixpanel.reducer.top()) }":                                       {"top() needs a number"},
		"function main() { return People().reduce(mixpanel.reducer.numeric_percentiles('x', [101])) }":             {"percentiles of 0 to 100"},
		"function main() { return People().map(mixpanel.numeric_bucket('time')) }":                                 {"numeric_bucket() takes"},
		"function main() { return Events({from_date: 'a', to_date: 'b', event_selectors: [{selector: 'fail'}]}) }": {"Error: selector fail"},
	} {
		_, err := jql.Run(t.Context(), script, "", shop{})
		failed, ok := errors.AsType[*jql.ScriptError](err)
		if !ok {
			t.Errorf("%s: %v", script, err)
			continue
		}
		for _, text := range want {
			if !strings.Contains(failed.Text, text) {
				t.Errorf("%s: no %q in\n%s", script, text, failed.Text)
			}
		}
	}
}

func TestAScriptEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	data := stopping{cancel: cancel}
	_, err := jql.Run(ctx, `function main() { return People().map(p => { while (true); }) }`, "", data)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// stopping cancels when people are asked for.
type stopping struct {
	shop

	cancel context.CancelFunc
}

func (s stopping) People(ctx context.Context, q jql.PeopleQuery) iter.Seq2[jql.Person, error] {
	s.cancel()
	return s.shop.People(ctx, q)
}

func TestScriptsReachNothingOutside(t *testing.T) {
	for _, name := range []string{"require", "process", "fetch", "XMLHttpRequest", "console"} {
		if got, err := run(t, `People().map(p => typeof `+name+`).reduce(mixpanel.reducer.any())`, ""); err != nil || got != `["undefined"]` {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	got, err := run(t, `(JSON.parse = JSON.stringify = null, People().map("distinct_id"))`, "")
	if err != nil || got != `["ana","bo"]` {
		t.Errorf("%s, %v", got, err)
	}
}
