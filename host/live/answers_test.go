package live_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// asking asks one question; it hides which.
type asking func(context.Context, live.Asker) (result.Result, error)

// of is the Ask of a question.
func of[R result.Result](ask func(context.Context, live.Asker) (R, error)) asking {
	return func(ctx context.Context, asker live.Asker) (result.Result, error) { return ask(ctx, asker) }
}

var (
	segmentation = live.Segmentation{Event: "Signup", From: "2026-01-01", To: "2026-01-03"}
	segmented    = live.Segmentation{Event: "Signup", From: "2026-01-01", To: "2026-01-03", On: "plan", Limit: 5}
	numeric      = live.Numeric{Event: "Order", From: "2026-01-01", To: "2026-01-02", On: "amount"}
	eventCounts  = live.EventCounts{Events: []string{"Signup", "Never"}, From: "2026-01-01", To: "2026-01-02"}
	values       = live.PropertyCounts{Event: "Signup", Property: "plan", From: "2026-01-01", To: "2026-01-02", Values: []string{"pro", "team"}}
	funnel       = live.Funnel{ID: 7, From: "2026-01-01", To: "2026-01-02"}
	byBrowser    = live.Funnel{ID: 7, From: "2026-01-01", To: "2026-01-02", On: "$browser"}
	retention    = live.Retention{Born: "Signup", Return: "Login", From: "2026-01-01", To: "2026-01-02", IntervalCount: 2}
	frequency    = live.Frequency{From: "2026-01-01", To: "2026-01-02"}
	feed         = live.ActivityFeed{DistinctIDs: []string{"a", "b"}, From: "2026-01-01", To: "2026-01-02"}
)

// Each answer is one that Mixpanel's pages, its libraries or others have shown, or a variant of it.
func TestAnswersAreReadInAllTheirForms(t *testing.T) {
	const none = `"from_date":"2026-01-01","to_date":"2026-01-03","unit":"day","segment_property":null,"total":`
	for name, test := range map[string]struct {
		ask          asking
		answer, want string
	}{
		"segmentation": {
			of(segmentation.Ask),
			`{"data":{"series":["2026-01-03","2026-01-01","2026-01-02"],"values":{"Signup":{"2026-01-02":9.0,"2026-01-01":"12"}}},"legend_size":1}`,
			`{"event":"Signup",` + none + `21,"series":{"total":{"2026-01-01":12,"2026-01-02":9,"2026-01-03":0}}}`,
		},
		"segmentation without its wrapper": {
			of(segmentation.Ask), `{"series":["2026-01-01"],"values":{"Signup":{"2026-01-01":1}},"new":{}}`,
			`{"event":"Signup",` + none + `1,"series":{"total":{"2026-01-01":1}}}`,
		},
		"segmentation of a custom event": {
			of(segmentation.Ask), `{"data":{"series":[],"values":{"$custom_event:7":{"2026-01-01":1}}}}`,
			`{"event":"Signup",` + none + `1,"series":{"total":{"2026-01-01":1}}}`,
		},
		"segmentation of nothing": {
			of(segmentation.Ask), `{"data":{"series":["2026-01-01","2026-01-02"],"values":{}},"legend_size":0}`,
			`{"event":"Signup",` + none + `0,"series":{"total":{"2026-01-01":0,"2026-01-02":0}}}`,
		},
		"segmentation by property": {
			of(segmented.Ask), `{"data":{"series":["2026-01-01","2026-01-02"],"values":{"pro":{"2026-01-01":2},"undefined":{"2026-01-02":null}}}}`,
			`{"event":"Signup","from_date":"2026-01-01","to_date":"2026-01-03","unit":"day","segment_property":"plan","total":2,` +
				`"series":{"pro":{"2026-01-01":2,"2026-01-02":0},"undefined":{"2026-01-01":0,"2026-01-02":0}}}`,
		},
		"average": {
			of(live.Segmentation{Event: "Signup", From: "2026-01-01", To: "2026-01-01", Type: live.Average}.Ask),
			`{"data":{"series":["2026-01-01"],"values":{"Signup":{"2026-01-01":1.25}}}}`,
			`{"event":"Signup","from_date":"2026-01-01","to_date":"2026-01-01","unit":"day","segment_property":null,"total":1.25,"series":{"total":{"2026-01-01":1.25}}}`,
		},
		"buckets": {
			of(numeric.Ask), `{"data":{"series":["2026-01-01"],"values":{"0 - 50":{"2026-01-01":3}}},"legend_size":1}`,
			`{"event":"Order","from_date":"2026-01-01","to_date":"2026-01-02","property_expr":"properties[\"amount\"]","unit":"day","series":{"0 - 50":{"2026-01-01":3}}}`,
		},
		"sum": {
			of(numeric.AskSum), `{"status":"ok","computed_at":"2026-01-05T10:00:00+00:00","results":{"2026-01-02":88.5,"2026-01-01":120}}`,
			`{"event":"Order","from_date":"2026-01-01","to_date":"2026-01-02","property_expr":"properties[\"amount\"]","unit":"day",` +
				`"results":{"2026-01-01":120,"2026-01-02":88.5},"computed_at":"2026-01-05T10:00:00+00:00"}`,
		},
		"average of numbers": {
			of(numeric.AskAverage), `{"status":"ok","data":{"2026-01-02":null,"2026-01-01":"2.5"}}`,
			`{"event":"Order","from_date":"2026-01-01","to_date":"2026-01-02","property_expr":"properties[\"amount\"]","unit":"day","results":{"2026-01-01":2.5}}`,
		},
		"average of nothing": {
			of(numeric.AskAverage), `{"status":"ok","results":{}}`,
			`{"event":"Order","from_date":"2026-01-01","to_date":"2026-01-02","property_expr":"properties[\"amount\"]","unit":"day","results":{}}`,
		},
		"events": {
			of(eventCounts.Ask), `{"data":{"series":["2026-01-02","2026-01-01"],"values":{"Signup":{"2026-01-02":1}}}}`,
			`{"events":["Signup","Never"],"from_date":"2026-01-01","to_date":"2026-01-02","unit":"day","type":"general",` +
				`"series":{"Never":{"2026-01-01":0,"2026-01-02":0},"Signup":{"2026-01-01":0,"2026-01-02":1}}}`,
		},
		"values": {
			of(values.Ask), `{"data":{"series":["2026-01-01"],"values":{"pro":{"2026-01-01":1}}}}`,
			`{"event":"Signup","property_name":"plan","from_date":"2026-01-01","to_date":"2026-01-02","unit":"day","type":"general",` +
				`"series":{"pro":{"2026-01-01":1},"team":{"2026-01-01":0}}}`,
		},
		"funnel": {
			of(funnel.Ask),
			`{"meta":{"dates":["2026-01-02","2026-01-01"]},"data":{
			  "2026-01-02":{"steps":[{"count":6,"event":"A","goal":"x","avg_time":null},{"count":2.0,"event":"B"}],"analysis":{"worst":1}},
			  "2026-01-01":{"steps":[{"count":4,"goal":"A"},{"count":"3","goal":"B"}]}}}`,
			`{"funnel_id":7,"funnel_name":"","from_date":"2026-01-01","to_date":"2026-01-02","conversion_rate":0.5,` +
				`"steps":[{"event":"A","count":10,"conversion_rate":1},{"event":"B","count":5,"conversion_rate":0.5}]}`,
		},
		"funnel by property": {
			of(byBrowser.Ask),
			`{"data":{"2026-01-01":{"Chrome":[{"count":2,"event":"A"},{"count":1,"event":"B"}],"$overall":[{"count":4,"event":"A"},{"count":1,"event":"B"}]},
			          "2026-01-02":{"$overall":{"steps":[{"count":1,"event":"A"},{"count":0,"event":"B"}]},"Chrome":{"steps":[]}},
			          "2026-01-03":{"Safari":[{"count":1,"event":"A"},{"count":0,"event":"B"}],"Chrome":[{"count":2,"event":"A"},{"count":1,"event":"B"}]}}}`,
			`{"funnel_id":7,"funnel_name":"","from_date":"2026-01-01","to_date":"2026-01-02","conversion_rate":0.25,` +
				`"steps":[{"event":"A","count":8,"conversion_rate":1},{"event":"B","count":2,"conversion_rate":0.25}],"segment_property":"$browser",` +
				`"segments":{"Chrome":[{"event":"A","count":4,"conversion_rate":1},{"event":"B","count":2,"conversion_rate":0.5}],` +
				`"Safari":[{"event":"A","count":1,"conversion_rate":1},{"event":"B","count":0,"conversion_rate":0}]}}`,
		},
		"funnel by property without everybody": {
			of(byBrowser.Ask), `{"2026-01-01":{"Chrome":[{"count":1,"event":"A"}],"Safari":[{"count":2,"event":"A"}]}}`,
			`{"funnel_id":7,"funnel_name":"","from_date":"2026-01-01","to_date":"2026-01-02","conversion_rate":1,"steps":[{"event":"A","count":3,"conversion_rate":1}],` +
				`"segment_property":"$browser","segments":{"Chrome":[{"event":"A","count":1,"conversion_rate":1}],"Safari":[{"event":"A","count":2,"conversion_rate":1}]}}`,
		},
		"funnel by property of nobody": {
			of(byBrowser.Ask), `{"data":{"2026-01-01":{"$overall":[]}}}`,
			`{"funnel_id":7,"funnel_name":"","from_date":"2026-01-01","to_date":"2026-01-02","conversion_rate":0,"steps":[],"segment_property":"$browser","segments":{}}`,
		},
		"funnel of nobody": {
			of(funnel.Ask), `{"meta":{"dates":[]},"data":{"2026-01-01":{"steps":[{"count":0,"event":"A"},{"count":0,"event":"B"}]},"2026-01-02":{"steps":[]}}}`,
			`{"funnel_id":7,"funnel_name":"","from_date":"2026-01-01","to_date":"2026-01-02","conversion_rate":0,` +
				`"steps":[{"event":"A","count":0,"conversion_rate":1},{"event":"B","count":0,"conversion_rate":0}]}`,
		},
		"retention": {
			of(retention.Ask), `{"2026-01-02":{"first":0,"counts":[0,0]},"2026-01-01":{"first":10,"counts":[9,"7",0.0]},"$average":{"first":5}}`,
			`{"born_event":"Signup","return_event":"Login","from_date":"2026-01-01","to_date":"2026-01-02","unit":"day",` +
				`"cohorts":[{"date":"2026-01-01","size":10,"retention":[0.9,0.7,0]},{"date":"2026-01-02","size":0,"retention":[0,0]}]}`,
		},
		"retention in a wrapper, with times": {
			of(retention.Ask), `{"status":"ok","results":{"2026-01-01T00:00:00-08:00":{"first":4,"counts":[1]}}}`,
			`{"born_event":"Signup","return_event":"Login","from_date":"2026-01-01","to_date":"2026-01-02","unit":"day",` +
				`"cohorts":[{"date":"2026-01-01T00:00:00-08:00","size":4,"retention":[0.25]}]}`,
		},
		"retention of nobody": {
			of(retention.Ask), `{}`,
			`{"born_event":"Signup","return_event":"Login","from_date":"2026-01-01","to_date":"2026-01-02","unit":"day","cohorts":[]}`,
		},
		"frequency": {
			of(frequency.Ask), `{"data":{"2026-01-02":[52,17.0],"2026-01-01":["40",11,3]}}`,
			`{"event":null,"from_date":"2026-01-01","to_date":"2026-01-02","unit":"day","addiction_unit":"hour","data":{"2026-01-01":[40,11,3],"2026-01-02":[52,17]}}`,
		},
		"frequency without its wrapper": {
			of(frequency.Ask), `{"2026-01-02":[]}`,
			`{"event":null,"from_date":"2026-01-01","to_date":"2026-01-02","unit":"day","addiction_unit":"hour","data":{"2026-01-02":[]}}`,
		},
		"activity feed": {
			of(feed.Ask),
			`{"status":"ok","results":{"events":[
			  {"event":"B","properties":{"time":1767261601500,"distinct_id":12345678901234567890}},
			  {"event":"A","properties":{"time":"1767261600","$distinct_id":"cust-77","amount":41.50}, "extra":1}]}}`,
			`{"distinct_ids":["a","b"],"from_date":"2026-01-01","to_date":"2026-01-02","event_count":2,"events":[` +
				`{"event":"A","time":"2026-01-01T10:00:00.000Z","properties":{"time":"1767261600","$distinct_id":"cust-77","amount":41.50}},` +
				`{"event":"B","time":"2026-01-01T10:00:01.500Z","properties":{"time":1767261601500,"distinct_id":12345678901234567890}}]}`,
		},
		"activity feed of nobody": {
			of(feed.Ask), `{"status":"ok","results":{"events":[]}}`,
			`{"distinct_ids":["a","b"],"from_date":"2026-01-01","to_date":"2026-01-02","event_count":0,"events":[]}`,
		},
		"saved report": {
			of(live.SavedReport{ID: 9}.Ask),
			`{"computed_at":"2026-01-05","date_range":{"from_date":"2026-01-01T00:00:00+01:00","to_date":"2026-01-03T23:59:59+01:00"},
			  "headers":["$event"],"series":{"B":{"2026-01-01":1.50},"A":{}}}`,
			`{"bookmark_id":9,"computed_at":"2026-01-05","from_date":"2026-01-01T00:00:00+01:00","to_date":"2026-01-03T23:59:59+01:00",` +
				`"headers":["$event"],"series":{"A":{},"B":{"2026-01-01":1.50}},"report_type":"insights"}`,
		},
		"saved funnel": {
			of(live.SavedReport{ID: 9, Type: live.FunnelsReport, From: "2026-01-01", To: "2026-01-01"}.Ask),
			`{"meta":{},"data":{"2026-01-01":{"steps":[]}}}`,
			`{"bookmark_id":9,"computed_at":null,"from_date":"2026-01-01","to_date":"2026-01-01","headers":["$funnel"],` +
				`"series":{"2026-01-01":{"steps":[]}},"report_type":"funnel"}`,
		},
		"saved retention": {
			of(live.SavedReport{ID: 9, Type: live.RetentionReport, From: "2026-01-01", To: "2026-01-01"}.Ask),
			`{"2026-01-01":{"first":1,"counts":[1]}}`,
			`{"bookmark_id":9,"computed_at":null,"from_date":"2026-01-01","to_date":"2026-01-01","headers":["$retention"],` +
				`"series":{"2026-01-01":{"counts":[1],"first":1}},"report_type":"retention"}`,
		},
		"flows": {
			of(live.Flows{ID: 9}.Ask), `{"steps":[{"n":1}],"breakdowns":null,"overallConversionRate":"0.5","metadata":{"a":1},"computed_at":"x"}`,
			`{"bookmark_id":9,"computed_at":"x","steps":[{"n":1}],"breakdowns":[],"overall_conversion_rate":0.5,"metadata":{"a":1}}`,
		},
		"jql": {of(live.JQL{Script: "function main() {}"}.Ask), ` [ 1.50 ] `, `{"raw":[1.50],"row_count":1}`},
	} {
		client, _ := answering(t, 200, test.answer)
		got, err := test.ask(t.Context(), client)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, jsonOf(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAnAnswerWithoutSenseIsNoFaultOfTheQuestion(t *testing.T) {
	for name, test := range map[string]struct {
		ask    asking
		answer string
	}{
		"no series":                   {of(segmentation.Ask), `{"status":"ok"}`},
		"a list":                      {of(segmentation.Ask), `[]`},
		"half an event":               {of(segmentation.Ask), `{"data":{"series":[],"values":{"Signup":{"2026-01-01":0.5}}}}`},
		"fewer than none":             {of(segmentation.Ask), `{"data":{"series":[],"values":{"Signup":{"2026-01-01":-1}}}}`},
		"a text":                      {of(segmentation.Ask), `{"data":{"series":[],"values":{"Signup":{"2026-01-01":"many"}}}}`},
		"not a number":                {of(segmentation.Ask), `{"data":{"series":[],"values":{"Signup":{"2026-01-01":"NaN"}}}}`},
		"other events":                {of(segmentation.Ask), `{"data":{"series":[],"values":{"A":{},"B":{}}}}`},
		"no dates":                    {of(numeric.AskSum), `{"status":"ok"}`},
		"funnel without dates":        {of(funnel.Ask), `{"meta":{},"data":{"steps":[]}}`},
		"funnel of a list":            {of(funnel.Ask), `{"data":{"2026-01-01":[1]}}`},
		"funnel that changes":         {of(funnel.Ask), `{"data":{"2026-01-01":{"steps":[{"count":1,"event":"A"}]},"2026-01-02":{"steps":[{"count":1,"event":"A"},{"count":1,"event":"B"}]}}}`},
		"funnel that grows":           {of(funnel.Ask), `{"data":{"2026-01-01":{"steps":[{"count":1,"event":"A"},{"count":2,"event":"B"}]}}}`},
		"half a user":                 {of(funnel.Ask), `{"data":{"2026-01-01":{"steps":[{"count":1.5,"event":"A"}]}}}`},
		"half a user's return":        {of(retention.Ask), `{"2026-01-01":{"first":1,"counts":[0.5]}}`},
		"more back than went":         {of(retention.Ask), `{"2026-01-01":{"first":1,"counts":[2]}}`},
		"frequency of an object":      {of(frequency.Ask), `{"data":{"2026-01-01":{}}}`},
		"an event without time":       {of(feed.Ask), `{"results":{"events":[{"event":"A","properties":{"distinct_id":"a"}}]}}`},
		"an event without properties": {of(feed.Ask), `{"results":{"events":[{"event":"A"}]}}`},
		"a report without series":     {of(live.SavedReport{ID: 9}.Ask), `{"computed_at":"2026-01-05"}`},
		"flows without steps":         {of(live.Flows{ID: 9}.Ask), `{"series":{}}`},
		"a script's object":           {of(live.JQL{Script: "x"}.Ask), `{"a":1}`},
	} {
		client, _ := answering(t, 200, test.answer)
		got, err := test.ask(t.Context(), client)
		if unread, ok := errors.AsType[*mperr.APIError](err); !ok || unread.Fix == "" {
			t.Errorf("%s: got %v, %v, want an APIError", name, got, err)
		}
	}
}

func TestWhatIsSavedNowhereIsNotFound(t *testing.T) {
	for kind, ask := range map[string]asking{"funnel": of(funnel.Ask), "report": of(live.SavedReport{ID: 7}.Ask)} {
		client, _ := answering(t, 404, `{"request":"/api/query/funnels?funnel_id=7","error":"no such thing"}`)
		_, err := ask(t.Context(), client)
		missing, ok := errors.AsType[*mperr.NotFound](err)
		if !ok || missing.Kind != kind || missing.Name != "7" || missing.Reason != "no such thing" || missing.StatusCode != http.StatusNotFound || missing.Fix == "" {
			t.Errorf("%s: got %v", kind, err)
		}
		if mperr.ExitCode(err) != mperr.ExitNotFound {
			t.Errorf("%s ends with %d", kind, mperr.ExitCode(err))
		}
	}
	client, _ := answering(t, 404, `{"error":"no such thing"}`)
	if _, err := segmentation.Ask(t.Context(), client); mperr.CodeOf(err) != "QUERY_FAILED" {
		t.Errorf("a report that is not saved: got %v", err)
	}
}

func TestRefusalsOfTheServerKeepTheirCodes(t *testing.T) {
	for status, code := range map[int]mperr.Code{
		400: "QUERY_FAILED", 401: "AUTH_FAILED", 402: "AUTH_FAILED", 403: "AUTH_FAILED", 429: "RATE_LIMITED", 503: "SERVER_ERROR",
	} {
		for name, ask := range map[string]asking{"segmentation": of(segmentation.Ask), "funnel": of(funnel.Ask), "jql": of(live.JQL{Script: "x"}.Ask)} {
			client, _ := answering(t, status, `{"error":"because"}`)
			if _, err := ask(t.Context(), client); mperr.CodeOf(err) != code {
				t.Errorf("%s, %d: got %v, want %s", name, status, err, code)
			}
		}
	}
}

func TestQuestionsAreAskedAsMixpanelWantsThem(t *testing.T) {
	const get = "GET"
	days := func(more url.Values) url.Values {
		more.Set("from_date", "2026-01-01")
		more.Set("to_date", "2026-01-02")
		return more
	}
	for name, test := range map[string]struct {
		ask  asking
		want asked
	}{
		"segmentation": {
			of(live.Segmentation{Event: "A & B", From: "2026-01-01", To: "2026-01-02", Limit: 5}.Ask),
			asked{get, "/api/query/segmentation", days(url.Values{"event": {"A & B"}, "unit": {"day"}, "type": {"general"}})},
		},
		"segmentation by property": {
			of(live.Segmentation{Event: "A", From: "2026-01-01", To: "2026-01-02", On: "plan", Limit: 5, Unit: live.Month, Type: live.Unique, Where: "true"}.Ask),
			asked{get, "/api/query/segmentation", days(url.Values{
				"event": {"A"}, "unit": {"month"}, "type": {"unique"}, "on": {`properties["plan"]`}, "where": {"true"}, "limit": {"5"},
			})},
		},
		"buckets": {
			of(live.Numeric{Event: "A", From: "2026-01-01", To: "2026-01-02", On: `properties["n"] * 2`, Unit: live.Hour}.Ask),
			asked{get, "/api/query/segmentation/numeric", days(url.Values{"event": {"A"}, "unit": {"hour"}, "type": {"general"}, "on": {`properties["n"] * 2`}})},
		},
		"sum":     {of(numeric.AskSum), asked{get, "/api/query/segmentation/sum", days(url.Values{"event": {"Order"}, "unit": {"day"}, "on": {`properties["amount"]`}})}},
		"average": {of(numeric.AskAverage), asked{get, "/api/query/segmentation/average", days(url.Values{"event": {"Order"}, "unit": {"day"}, "on": {`properties["amount"]`}})}},
		"events":  {of(eventCounts.Ask), asked{get, "/api/query/events", days(url.Values{"event": {`["Signup","Never"]`}, "unit": {"day"}, "type": {"general"}})}},
		"values": {of(values.Ask), asked{get, "/api/query/events/properties", days(url.Values{
			"event": {"Signup"}, "name": {"plan"}, "unit": {"day"}, "type": {"general"}, "values": {`["pro","team"]`},
		})}},
		"funnel": {of(funnel.Ask), asked{get, "/api/query/funnels", days(url.Values{"funnel_id": {"7"}, "unit": {"day"}})}},
		"funnel of a length": {
			of(live.Funnel{ID: 7, From: "2026-01-01", To: "2026-01-02", Length: 12, LengthUnit: live.Hour, On: "plan", Where: "true", Unit: live.Week}.Ask),
			asked{get, "/api/query/funnels", days(url.Values{
				"funnel_id": {"7"}, "unit": {"week"}, "length": {"12"}, "length_unit": {"hour"}, "on": {`properties["plan"]`}, "where": {"true"},
			})},
		},
		"retention by unit": {of(retention.Ask), asked{get, "/api/query/retention", days(url.Values{
			"retention_type": {"birth"}, "born_event": {"Signup"}, "event": {"Login"}, "interval_count": {"2"}, "unit": {"day"},
		})}},
		"compounded retention": {
			of(live.Retention{Return: "Login", From: "2026-01-01", To: "2026-01-02", IntervalCount: 2, Compounded: true}.Ask),
			asked{get, "/api/query/retention", days(url.Values{
				"retention_type": {"compounded"}, "event": {"Login"}, "interval_count": {"2"}, "unit": {"day"},
			})},
		},
		"retention by interval": {
			of(live.Retention{Born: "a", Return: "b", From: "2026-01-01", To: "2026-01-02", Interval: 7, BornWhere: "true", ReturnWhere: "1 == 1", Unbounded: true}.Ask),
			asked{get, "/api/query/retention", days(url.Values{
				"retention_type": {"birth"}, "born_event": {"a"}, "event": {"b"}, "interval_count": {"10"}, "interval": {"7"},
				"born_where": {"true"}, "where": {"1 == 1"}, "unbounded_retention": {"true"},
			})},
		},
		"frequency": {
			of(live.Frequency{From: "2026-01-01", To: "2026-01-02", Event: "A", Where: "true", Unit: live.Week, AddictionUnit: live.Day}.Ask),
			asked{get, "/api/query/retention/addiction", days(url.Values{"unit": {"week"}, "addiction_unit": {"day"}, "event": {"A"}, "where": {"true"}})},
		},
		"activity feed": {of(feed.Ask), asked{get, "/api/query/stream/query", days(url.Values{"distinct_ids": {`["a","b"]`}})}},
		"saved report":  {of(live.SavedReport{ID: 9}.Ask), asked{get, "/api/query/insights", url.Values{"bookmark_id": {"9"}}}},
		"flows":         {of(live.Flows{ID: 9}.Ask), asked{get, "/api/query/arb_funnels", url.Values{"bookmark_id": {"9"}, "query_type": {"flows_sankey"}}}},
		"jql":           {of(live.JQL{Script: "x"}.Ask), asked{"POST", "/api/query/jql", url.Values{"script": {"x"}}}},
		"jql with params": {
			of(live.JQL{Script: "x", Params: map[string]any{"n": 1, "a": "<b>"}}.Ask),
			asked{"POST", "/api/query/jql", url.Values{"script": {"x"}, "params": {`{"a":"\u003cb\u003e","n":1}`}}},
		},
	} {
		client, last := answering(t, 200, "{}")
		if _, err := test.ask(t.Context(), client); mperr.CodeOf(err) == "INVALID_ARGUMENT" {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, *last, cmp.AllowUnexported(asked{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestALongQuestionIsSentAsAForm(t *testing.T) {
	long := segmentation
	long.Where = `properties["id"] in [` + strings.Repeat(`"abc",`, 2000) + `"d"]`
	client, last := answering(t, 200, `{"data":{"series":[],"values":{}}}`)
	if _, err := long.Ask(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if last.method != "POST" || last.params.Get("where") != long.Where {
		t.Errorf("%s with %d bytes of where", last.method, len(last.params.Get("where")))
	}
}

func TestNothingIsSentForAQuestionThatCannotBeAsked(t *testing.T) {
	for argument, ask := range map[string]asking{
		"event":          of(live.Segmentation{}.Ask),
		"on":             of(live.Numeric{Event: "a", From: from, To: to}.Ask),
		"type":           of(live.Numeric{Event: "a", From: from, To: to, On: "n", Type: live.Unique}.AskSum),
		"to_date":        of(live.Numeric{Event: "a", From: from, On: "n"}.AskAverage),
		"unit":           of(live.EventCounts{Events: []string{"a"}, From: from, To: to, Unit: live.Hour, Type: live.Average}.Ask),
		"name":           of(live.PropertyCounts{Event: "a"}.Ask),
		"funnel_id":      of(live.Funnel{}.Ask),
		"steps":          of(live.Funnel{Steps: []string{"a", "b"}, From: from, To: to}.Ask),
		"born_event":     of(live.Retention{}.Ask),
		"addiction_unit": of(live.Frequency{From: from, To: to, AddictionUnit: live.Month}.Ask),
		"distinct_ids":   of(live.ActivityFeed{From: from, To: to}.Ask),
		"bookmark_id":    of(live.Flows{}.Ask),
		"from_date":      of(live.SavedReport{ID: 1, Type: live.FunnelsReport}.Ask),
		"script":         of(live.JQL{Script: " "}.Ask),
		"params":         of(live.JQL{Script: "x", Params: map[string]any{"f": func() {}}}.Ask),
	} {
		client, last := answering(t, 200, "{}")
		_, err := ask(t.Context(), client)
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != argument {
			t.Errorf("%s: got %v", argument, err)
		}
		if last.method != "" {
			t.Errorf("%s: %s was asked", argument, last.path)
		}
	}
}
