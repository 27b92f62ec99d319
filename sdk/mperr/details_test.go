package mperr_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// notPlain names the first value that is not one of the six JSON kinds.
func notPlain(v any) string {
	switch v := v.(type) {
	case nil, bool, string, int64, uint64, float64:
		return ""
	case []any:
		for _, item := range v {
			if bad := notPlain(item); bad != "" {
				return bad
			}
		}
		return ""
	case map[string]any:
		for key, item := range v {
			if bad := notPlain(item); bad != "" {
				return key + ": " + bad
			}
		}
		return ""
	default:
		return reflect.TypeOf(v).String()
	}
}

func TestDetailsArePlainJSONOfTheTaggedFields(t *testing.T) {
	for _, row := range mperr.Table() {
		details := errtest.Filled(row).Details()
		if bad := notPlain(details); bad != "" {
			t.Errorf("%s: details hold %s", row.Code, bad)
		}
		for _, private := range []string{"Message", "message", "Cause", "cause", "code"} {
			if _, ok := details[private]; ok {
				t.Errorf("%s: details hold %s", row.Code, private)
			}
		}
		if want := tags(reflect.TypeOf(row.New()).Elem()); len(details) != want {
			t.Errorf("%s: %d details of %d tagged fields: %v", row.Code, len(details), want, details)
		}
	}
}

// tags counts the fields that are to be details.
func tags(typ reflect.Type) int {
	n := 0
	for field := range typ.Fields() {
		switch {
		case field.Anonymous:
			n += tags(field.Type)
		case field.Tag.Get("json") != "-":
			n++
		}
	}
	return n
}

func TestDetailsAreTheCallersOwn(t *testing.T) {
	for _, row := range mperr.Table() {
		made := errtest.Filled(row)
		before := encoded(t, made)
		scribble(made.Details())
		if after := encoded(t, made); after != before {
			t.Errorf("%s: changing its details changed the error:\n%s\n%s", row.Code, before, after)
		}
	}
}

func encoded(t *testing.T, e mperr.Error) string {
	t.Helper()
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func scribble(v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			scribble(item)
			v[key] = "scribbled"
		}
	case []any:
		for i, item := range v {
			scribble(item)
			v[i] = "scribbled"
		}
	}
}

func TestJSONHasExactlyCodeMessageDetails(t *testing.T) {
	for _, row := range mperr.Table() {
		for _, made := range []mperr.Error{row.New(), errtest.Filled(row)} {
			encoded, err := json.Marshal(made)
			if err != nil {
				t.Fatalf("%s: %v", row.Code, err)
			}
			var fields map[string]any
			if err := json.Unmarshal(encoded, &fields); err != nil {
				t.Fatal(err)
			}
			details, ok := fields["details"].(map[string]any)
			if len(fields) != 3 || !ok || fields["code"] != string(row.Code) || fields["message"] != made.Error() {
				t.Errorf("%s: JSON is %s", row.Code, encoded)
			}
			if len(details) != len(made.Details()) {
				t.Errorf("%s: JSON details %v differ from Details %v", row.Code, details, made.Details())
			}
		}
	}
}

func TestJSONKeepsSignsThatOnlyHTMLMinds(t *testing.T) {
	encoded, err := (&mperr.EventNotFound{EventName: "<a> & b"}).MarshalJSON()
	if err != nil || !strings.Contains(string(encoded), `"event_name":"<a> & b"`) {
		t.Errorf("got %s, %v", encoded, err)
	}
}

func TestListsInDetailsAreNeverNull(t *testing.T) {
	encoded, err := json.Marshal(&mperr.AccountNotFound{AccountName: "production"})
	if err != nil || !strings.Contains(string(encoded), `"available_accounts":[]`) {
		t.Errorf("got %s, %v", encoded, err)
	}
	encoded, err = json.Marshal(&mperr.RateLimited{})
	if err != nil || !strings.Contains(string(encoded), `"retry_after":null`) {
		t.Errorf("got %s, %v", encoded, err)
	}
}

func TestDetailsThatJSONCannotSayAreReplaced(t *testing.T) {
	loop := map[string]any{}
	loop["again"] = loop
	made := &mperr.UnknownError{ForeignDetails: map[string]any{
		"nan": math.NaN(), "inf": math.Inf(1), "chan": make(chan int), "bytes": "a\xffb", "key\xff": 1,
		"time": time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "number": json.Number("12"), "small": int8(3),
		"unsigned": uint16(4), "typed": []string(nil), "byInt": map[int]string{1: "x"}, "loop": loop,
		"struct": struct{ A int }{1}, "nothing": (*int)(nil),
	}}
	got := made.Details()["foreign_details"].(map[string]any)
	if bad := notPlain(got); bad != "" {
		t.Errorf("details hold %s", bad)
	}
	delete(got, "loop")
	want := map[string]any{
		"nan": nil, "inf": nil, "chan": "unprintable chan int", "bytes": "a\uFFFDb", "key\uFFFD": int64(1),
		"time": "2026-01-02T03:04:05Z", "number": 12.0, "small": int64(3), "unsigned": uint64(4), "typed": []any{},
		"byInt": map[string]any{"1": "x"}, "struct": map[string]any{"A": 1.0}, "nothing": nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("details (-want +got):\n%s", diff)
	}
	if _, err := json.Marshal(made); err != nil {
		t.Errorf("JSON of an error with odd details: %v", err)
	}
}
