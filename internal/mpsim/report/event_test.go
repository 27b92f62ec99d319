package report_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

func TestExpressionsSeeAnEvent(t *testing.T) {
	e := report.Event{
		Name: "Buy", User: "7", At: 1767261600500, Wall: 1767294000500, Written: 1767261600500,
		Line: []byte(`{ "event" : "Buy", "properties": {"time": 1767261600, "distinct_id":7,"a\u0062":{"x":[1,{"y":"}"}]}, "plan":"old","n":-1.5e1,"plan":"pro","s":"a\"b,c"} }`),
	}
	nobody := e
	nobody.User, nobody.Line = "", []byte(`{"event":"Buy","properties":{}}`)
	for source, want := range map[string]string{
		`properties["plan"]`: "pro", `properties["n"]`: "-15", `properties["s"]`: `a"b,c`, `properties["absent"]`: "<undefined>", `properties["ab"]`: "<object>",
		`properties["distinct_id"]`: "7", `properties["$distinct_id"] + "!"`: "7!", `event["$event_name"]`: "Buy", `properties["time"]`: "1767261600",
		`event["$time"] >= datetime("2026-01-01T10:00:00")`: "true", `properties["$time"] > datetime(1767261600)`: "true",
		`event["plan"]`: "<undefined>", `user["plan"]`: "<undefined>", `behaviors["plan"]`: "<undefined>",
	} {
		parsed := parse(t, source)
		if got, err := parsed.Eval(&e); err != nil || got.String() != want {
			t.Errorf("%s is %v, %v; want %s", source, got, err, want)
		}
	}
	if got := nobody.Lookup("properties", "distinct_id"); got.Kind() != expr.Undefined {
		t.Errorf("the distinct_id of nobody is %v", got)
	}
}

func FuzzEventsAreReadAsEncodingJSONReadsThem(f *testing.F) {
	for _, seed := range []string{
		`{"plan":"pro"}`, ` { "a" : [1, {"plan": 2}] , "plan":{"x":"\"}"}, "pl\u0061n" : null}`, `{}`, `{"plan":1e5,"plan":[]}`, `{"":0,"plan":"\\"}`,
	} {
		f.Add([]byte(seed), "plan")
	}
	f.Fuzz(func(t *testing.T, properties []byte, name string) {
		var want map[string]any
		decoder := json.NewDecoder(bytes.NewReader(properties))
		decoder.UseNumber()
		if decoder.Decode(&want) != nil || want == nil || !json.Valid(properties) || !utf8.Valid(properties) || !utf8.ValidString(name) {
			return // not an object that an event can have
		}
		switch name {
		case "time", "distinct_id", "$distinct_id", "$time", "$event_name":
			return // which are not read from the line
		}
		e := report.Event{Line: []byte(`{"event":"E","properties":` + string(properties) + `}`)}
		got := e.Lookup("properties", name)
		value, known := want[name]
		if !known {
			if got.Kind() != expr.Undefined {
				t.Fatalf("%q of %s is %v, want undefined", name, properties, got)
			}
			return
		}
		if expected := expr.FromJSON(value); got.Kind() != expected.Kind() || got.String() != expected.String() {
			t.Fatalf("%q of %s is %v, want %v", name, properties, got, expected)
		}
	})
}
