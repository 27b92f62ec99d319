package mixpanel_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func says200(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

func TestEventNamesKeepTheServersOrder(t *testing.T) {
	var query string
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		_, _ = io.WriteString(w, `["Signup","Order Placed","é"]`)
	}, mixpanel.Config{})
	names, err := client.EventNames(t.Context(), 5000)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Signup", "Order Placed", "é"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if query != "limit=5000&project_id=424242&type=general" {
		t.Errorf("asked %s", query)
	}
}

func TestAProjectWithoutEventsHasNoNames(t *testing.T) {
	names, err := clientOf(t, says200(`[]`), mixpanel.Config{}).EventNames(t.Context(), 0)
	if err != nil || names == nil || len(names) != 0 {
		t.Errorf("EventNames = %#v, %v", names, err)
	}
}

func TestAnErrorInsideASuccessIsAnError(t *testing.T) {
	_, err := clientOf(t, says200(`{"error":"no such project"}`), mixpanel.Config{}).EventNames(t.Context(), 0)
	if mperr.CodeOf(err) != "QUERY_FAILED" || !strings.Contains(err.Error(), "no such project") {
		t.Errorf("EventNames = %v", err)
	}
}

func TestAnAnswerOfSomethingElseSaysSo(t *testing.T) {
	for _, body := range []string{"<html>sign in to the hotel</html>", `["a"]]`, `{"a":1}`, `[1]`} {
		_, err := clientOf(t, says200(body), mixpanel.Config{}).EventNames(t.Context(), 0)
		if mperr.CodeOf(err) != "API_ERROR" || mperr.Hint(err) == "" {
			t.Errorf("%q: %v", body, err)
		}
		if strings.Contains(err.Error(), "Go value") || strings.Contains(err.Error(), "[]string") {
			t.Errorf("%q: %v, which names types of the program", body, err)
		}
	}
}
