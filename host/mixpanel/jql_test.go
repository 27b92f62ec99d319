package mixpanel_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// asked gives the error for an answer to a script.
func asked(t *testing.T, status int, body string, config mixpanel.Config) error {
	t.Helper()
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}, config)
	err := client.Ask(t.Context(), mixpanel.Question{
		API: mixpanel.APIQuery, Path: "jql", Params: url.Values{"script": {"function main() {} // " + canary}}, Post: true,
	}, new(json.RawMessage))
	if err == nil {
		t.Fatalf("status %d is no error", status)
	}
	return err
}

func failedScript(t *testing.T, text string) *mperr.JQLSyntaxError {
	t.Helper()
	body, err := json.Marshal(map[string]string{"request": "/api/query/jql?project_id=424242", "error": text})
	if err != nil {
		t.Fatal(err)
	}
	failed, ok := errors.AsType[*mperr.JQLSyntaxError](asked(t, 412, string(body), mixpanel.Config{}))
	if !ok || failed.RawError != strings.TrimSpace(text) || failed.RequestPath != "/api/query/jql" || failed.StatusCode != http.StatusPreconditionFailed {
		t.Fatalf("%#v", failed)
	}
	return failed
}

func TestAScriptsErrorIsTakenApart(t *testing.T) {
	seen := "UserVisiblePreconditionFailedError: Uncaught exception TypeError: Events(...).limit is not a function\n" +
		"  .limit(10);\n   ^\n\nStack trace:\nTypeError: Events(...).limit is not a function\n    at main (<anonymous>:5:4)\n"
	for text, want := range map[string]mperr.JQLSyntaxError{
		seen: {
			Message:   "the jql script did not run: TypeError: Events(...).limit is not a function",
			ErrorType: "TypeError", ErrorMessage: "Events(...).limit is not a function", LineInfo: "  .limit(10);\n   ^",
			StackTrace: "TypeError: Events(...).limit is not a function\n    at main (<anonymous>:5:4)",
		},
		"SyntaxError: Unexpected token }": {
			Message:   "the jql script did not run: SyntaxError: Unexpected token }",
			ErrorType: "SyntaxError", ErrorMessage: "Unexpected token }",
		},
		"out of patience": {
			Message: "the jql script did not run: Error: out of patience", ErrorType: "Error", ErrorMessage: "out of patience",
		},
		"^": {Message: "the jql script did not run: Error: ^", ErrorType: "Error", ErrorMessage: "^"},
	} {
		ignored := cmpopts.IgnoreFields(mperr.JQLSyntaxError{}, "Exchange", "RawError", "RequestPath")
		if diff := cmp.Diff(want, *failedScript(t, text), ignored); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestAScriptsErrorOfAnotherFormIsKept(t *testing.T) {
	for body, says := range map[string]string{"": "precondition failed", "{": "{", `{"error":{"code":1}}`: `{"code":1}`} {
		err := asked(t, 412, body, mixpanel.Config{})
		if mperr.CodeOf(err) != "JQL_SYNTAX_ERROR" || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestARetiredJQLNamesWhatToUseInstead(t *testing.T) {
	for _, status := range []int{404, 410} {
		err := asked(t, status, `{"error":"JQL is no longer available"}`, mixpanel.Config{})
		if mperr.CodeOf(err) != "API_ERROR" || !strings.Contains(err.Error(), "retired JQL") ||
			!strings.Contains(err.Error(), "no longer available") || !strings.Contains(mperr.Hint(err), "mp query sql") {
			t.Errorf("%d: %v; %s", status, err, mperr.Hint(err))
		}
	}
}

// The request is in an error for those who look for a fault, and then without the secret.
func TestARequestIsShownOnDemand(t *testing.T) {
	body := `{"request":"/api/query/jql?project_id=424242","error":"SyntaxError: no"}`
	for _, status := range []int{400, 401, 403, 412, 429, 500} {
		quiet := everythingIn(t, asked(t, status, body, mixpanel.Config{}))
		shown := everythingIn(t, asked(t, status, body, mixpanel.Config{ShowRequests: true}))
		if strings.Contains(quiet, "function main") || strings.Contains(quiet, "function+main") {
			t.Errorf("%d: the script is in %s", status, quiet)
		}
		if !strings.Contains(shown, "function+main") || !strings.Contains(shown, "project_id=424242") {
			t.Errorf("%d: the request is not in %s", status, shown)
		}
		if strings.Contains(shown, canary[:4]) {
			t.Errorf("%d: the secret is in %s", status, shown)
		}
	}
	failed, ok := errors.AsType[*mperr.JQLSyntaxError](asked(t, 412, body, mixpanel.Config{ShowRequests: true}))
	if !ok || failed.Script != "function main() {} // ***" {
		t.Errorf("the script is %#v", failed)
	}
}

func TestAnAnswerWithAPropertyCalledErrorIsNone(t *testing.T) {
	for body, ok := range map[string]bool{
		`{"error":{"count":3},"plan":{}}`: true, `{"error":null}`: true, `{"error":{}}`: true, `["error"]`: true,
		`{"error":"no","data":{}}`: false, `{"request":"/x","error":"Timeout"}`: false, `{"error":{"message":"deep"}}`: false,
	} {
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }, mixpanel.Config{})
		err := client.Ask(t.Context(), mixpanel.Question{API: mixpanel.APIQuery, Path: "events/properties/top"}, new(json.RawMessage))
		if ok != (err == nil) || !ok && mperr.CodeOf(err) != "QUERY_FAILED" {
			t.Errorf("%s: %v", body, err)
		}
	}
}
