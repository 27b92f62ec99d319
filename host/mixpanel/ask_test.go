package mixpanel_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestAQuestionIsAskedWhereItsAPIIs(t *testing.T) {
	type seen struct{ method, path, query, form string }
	params := url.Values{"event": {"Signup & more"}}
	for name, test := range map[string]struct {
		question mixpanel.Question
		view     string
		want     seen
	}{
		"query": {
			mixpanel.Question{API: mixpanel.APIQuery, Path: "segmentation", Params: params}, "",
			seen{"GET", "/api/query/segmentation", "event=Signup+%26+more&project_id=424242", ""},
		},
		"form": {
			mixpanel.Question{API: mixpanel.APIQuery, Path: "cohorts/list", Params: params, Post: true}, "51",
			seen{"POST", "/api/query/cohorts/list", "project_id=424242&workspace_id=51", "event=Signup+%26+more"},
		},
		"app": {
			mixpanel.Question{API: mixpanel.APIApp, Path: "projects/424242/schemas"}, "51",
			seen{"GET", "/api/app/projects/424242/schemas", "", ""},
		},
	} {
		var got seen
		client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.RawQuery
			if err := r.ParseForm(); err != nil {
				t.Error(err)
			}
			got = seen{r.Method, r.URL.Path, query, r.PostForm.Encode()}
			_, _ = w.Write([]byte(`{"n":12345678901234567890}`))
		}, mixpanel.Config{DataView: test.view})
		var raw json.RawMessage
		if err := client.Ask(t.Context(), test.question, &raw); err != nil || string(raw) != `{"n":12345678901234567890}` {
			t.Errorf("%s: %s, %v", name, raw, err)
		}
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(seen{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if client.ProjectID() != "424242" {
			t.Errorf("the project is %q", client.ProjectID())
		}
	}
}

func TestADataViewIsAnID(t *testing.T) {
	for _, view := range []string{"0", "-1", "All Project Data", "9223372036854775808", " "} {
		_, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{DataView: view})
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != "workspace_id" || invalid.Value != view {
			t.Errorf("%q: %v", view, err)
		}
	}
}

// Each status of the APIs that answer questions has its code and the server's words, in the form of either API.
func TestEveryRefusedQuestionHasItsCode(t *testing.T) {
	for _, test := range []struct {
		status int
		code   mperr.Code
		exit   int
	}{
		{400, "QUERY_FAILED", 3}, {401, "AUTH_FAILED", 2}, {402, "AUTH_FAILED", 2}, {403, "AUTH_FAILED", 2},
		{404, "QUERY_FAILED", 3}, {405, "API_ERROR", 1}, {410, "QUERY_FAILED", 3}, {412, "QUERY_FAILED", 3},
		{413, "QUERY_FAILED", 3}, {414, "QUERY_FAILED", 3}, {422, "QUERY_FAILED", 3}, {429, "RATE_LIMITED", 5},
		{500, "SERVER_ERROR", 1}, {501, "SERVER_ERROR", 1}, {502, "SERVER_ERROR", 1}, {503, "SERVER_ERROR", 1}, {504, "SERVER_ERROR", 1},
	} {
		for api, body := range map[mixpanel.API]string{
			mixpanel.APIQuery: `{"request":"/api/query/x?where=secret","error":"the server's words"}`,
			mixpanel.APIApp:   `{"status":"error","error":"the server's words"}`,
		} {
			client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(body))
			}, mixpanel.Config{Retry: mixpanel.Retry{Times: -1}})
			err := client.Ask(t.Context(), mixpanel.Question{API: api, Path: "x", Params: url.Values{"where": {"hidden"}}, Post: true}, new(json.RawMessage))
			if mperr.CodeOf(err) != test.code || mperr.ExitCode(err) != test.exit || !strings.Contains(err.Error(), "the server's words") {
				t.Errorf("%d of %s: %v", test.status, api, err)
			}
			if text := everythingIn(t, err); strings.Contains(text, "hidden") || strings.Contains(text, "where=") {
				t.Errorf("%d of %s shows what was asked: %s", test.status, api, text)
			}
		}
	}
}

func TestARefusedQuestionIsHintedAtByWhatMixpanelHas(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }, mixpanel.Config{})
	err := client.Ask(t.Context(), mixpanel.Question{API: mixpanel.APIQuery, Path: "x"}, new(json.RawMessage))
	if hint := mperr.Hint(err); !strings.Contains(hint, "mp inspect events") {
		t.Errorf("the hint is %q", hint)
	}
	if hint := mperr.Hint(&mperr.QueryFailed{Message: "no such column"}); !strings.Contains(hint, "mp inspect schema") {
		t.Errorf("the hint about SQL is %q", hint)
	}
}
