package mixpanel_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestEngageSendsAFormWithWhatWasAskedFor(t *testing.T) {
	for name, test := range map[string]struct {
		request mixpanel.EngageRequest
		want    string
	}{
		"nothing":      {mixpanel.EngageRequest{}, ""},
		"an id":        {mixpanel.EngageRequest{DistinctID: "a&b"}, "distinct_id=a%26b"},
		"ids":          {mixpanel.EngageRequest{DistinctIDs: []string{"a", `"`}}, `distinct_ids=%5B%22a%22%2C%22%5C%22%22%5D`},
		"a group":      {mixpanel.EngageRequest{DataGroupID: "-7301234567890123456"}, "data_group_id=-7301234567890123456"},
		"properties":   {mixpanel.EngageRequest{OutputProperties: []string{"$email"}}, "output_properties=%5B%22%24email%22%5D"},
		"a cohort":     {mixpanel.EngageRequest{CohortID: "7"}, "filter_by_cohort=%7B%22id%22%3A7%7D&include_all_users=false"},
		"all of it":    {mixpanel.EngageRequest{CohortID: "7", IncludeAllUsers: true}, "filter_by_cohort=%7B%22id%22%3A7%7D&include_all_users=true"},
		"behaviors":    {mixpanel.EngageRequest{Behaviors: "[]", AsOf: 17, Where: "1 == 1"}, "as_of_timestamp=17&behaviors=%5B%5D&where=1+%3D%3D+1"},
		"another page": {mixpanel.EngageRequest{SessionID: "s", Page: 3}, "page=3&session_id=s"},
	} {
		client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost || r.URL.Path != "/api/query/engage" || r.URL.RawQuery != "project_id=424242" {
				t.Errorf("%s: %s %s", name, r.Method, r.URL)
			}
			if err := r.ParseForm(); err != nil || r.PostForm.Encode() != test.want {
				t.Errorf("%s: the form is %s (%v), want %s", name, r.PostForm.Encode(), err, test.want)
			}
			_, _ = w.Write([]byte(`{"results":[],"status":"ok"}`))
		}, mixpanel.Config{})
		if _, err := client.Engage(t.Context(), test.request); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACohortThatIsNoNumberIsNotSent(t *testing.T) {
	client := clientOf(t, func(http.ResponseWriter, *http.Request) { t.Error("it was sent") }, mixpanel.Config{})
	for _, id := range []string{`7,"x":1`, "7}", "x", "-1", "0", "1.5", " 7", "9223372036854775808"} {
		_, err := client.Engage(t.Context(), mixpanel.EngageRequest{CohortID: id})
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != "cohort_id" {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestAPageKeepsProfilesByteForByte(t *testing.T) {
	profile := `{"$distinct_id": 17, "$properties": {"n":12345678901234567890.10, "n":1,"b":"\u00e9", "a":null}}`
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"page":0,"page_size":1000,"session_id":"17-ab","status":"ok","total":2500,"results":[` + profile + `]}`))
	}, mixpanel.Config{})
	page, err := client.Engage(t.Context(), mixpanel.EngageRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if string(page.Results[0]) != profile || page.Bytes != int64(len(profile)) {
		t.Errorf("the profile is %s", page.Results[0])
	}
	page.Results, page.Bytes = nil, 0
	if diff := cmp.Diff(&mixpanel.EngagePage{SessionID: "17-ab", PageSize: 1000, Total: 2500}, page); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestLaterPagesAreFreeAndAtOnce(t *testing.T) {
	quota := &journal{}
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"results":[]}`))
	}, mixpanel.Config{Quota: quota})
	for _, session := range []string{"", "s"} {
		if _, err := client.Engage(t.Context(), mixpanel.EngageRequest{SessionID: session}); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"take query", "done", "take free query", "done"}, quota.lines); diff != "" {
		t.Errorf("the quota was told (-want +got):\n%s", diff)
	}
}

func TestALostSessionIsToldFromAWrongQuery(t *testing.T) {
	for _, test := range []struct {
		session, body string
		status        int
		lost          bool
	}{
		{"s", `{"error":"request for page in uncached query for params","request":"x"}`, 400, true},
		{"s", `{"error":"unknown session_id"}`, 404, true},
		{"s", `{"error":"where: unexpected end"}`, 400, false},
		{"", `{"error":"request for page in uncached query for params"}`, 400, false},
		{"s", `{"error":"the session service is down"}`, 501, false},
	} {
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(test.status)
			_, _ = w.Write([]byte(test.body))
		}, mixpanel.Config{})
		_, err := client.Engage(t.Context(), mixpanel.EngageRequest{SessionID: test.session, Page: 1})
		if lost := errors.As(err, new(*mixpanel.SessionExpired)); lost != test.lost || err == nil {
			t.Errorf("%s: lost %v, want %v: %v", test.body, lost, test.lost, err)
		}
		if test.lost && mperr.CodeOf(err) != "QUERY_FAILED" {
			t.Errorf("%s: code %s", test.body, mperr.CodeOf(err))
		}
	}
}

func TestAnAnswerWithoutProfilesIsNoPage(t *testing.T) {
	for _, body := range []string{`{}`, `[]`, `{"results":null}`, `{"results":{}}`, `<html>`, `{"error":"no"}`} {
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }, mixpanel.Config{})
		if page, err := client.Engage(t.Context(), mixpanel.EngageRequest{}); err == nil || mperr.CodeOf(err) == "UNKNOWN_ERROR" {
			t.Errorf("%s gives %+v, %v", body, page, err)
		}
	}
}
