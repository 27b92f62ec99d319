package mixpanel_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

func TestAQuestionIsAskedWhereItsAPIIs(t *testing.T) {
	type seen struct{ method, path, query, form string }
	params := url.Values{"event": {"Signup & more"}}
	for name, test := range map[string]struct {
		question mixpanel.Question
		want     seen
	}{
		"query": {
			mixpanel.Question{API: mixpanel.APIQuery, Path: "segmentation", Params: params},
			seen{"GET", "/api/query/segmentation", "event=Signup+%26+more&project_id=424242", ""},
		},
		"form": {
			mixpanel.Question{API: mixpanel.APIQuery, Path: "cohorts/list", Params: params, Post: true},
			seen{"POST", "/api/query/cohorts/list", "project_id=424242", "event=Signup+%26+more"},
		},
		"app": {
			mixpanel.Question{API: mixpanel.APIApp, Path: "projects/424242/schemas"},
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
		}, mixpanel.Config{})
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
