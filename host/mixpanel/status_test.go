package mixpanel_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// refused asks a server that gives one answer.
func refused(t *testing.T, status int, body string, request mixpanel.ExportRequest) error {
	t.Helper()
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}, mixpanel.Config{Retry: mixpanel.Retry{Times: -1}})
	_, err := read(t, client, request)
	if err == nil {
		t.Fatalf("status %d is no error", status)
	}
	return err
}

func TestEveryRefusalHasItsCodeAndTheServersWords(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		code   mperr.Code
		says   string
	}{
		{400, `{"request":"/api/2.0/export?where=x","error":"invalid where expression"}`, "QUERY_FAILED", "invalid where expression"},
		{400, `"a bare string"`, "QUERY_FAILED", "a bare string"},
		{400, `plain words`, "QUERY_FAILED", "plain words"},
		{400, `{"message":"in message"}`, "QUERY_FAILED", "in message"},
		{400, `{"status":"error","error":"in both"}`, "QUERY_FAILED", "in both"},
		{400, `{"error":{"message":"nested"}}`, "QUERY_FAILED", "nested"},
		{400, `{"error":{"code":7}}`, "QUERY_FAILED", `{"code":7}`},
		{400, `{"error":""}`, "QUERY_FAILED", "bad request"},
		{400, ``, "QUERY_FAILED", "bad request"},
		{400, `<html><body>Oops</body></html>`, "QUERY_FAILED", "bad request"},
		{400, `{"error":"to_date cannot be later than today"}`, "QUERY_FAILED", "has not begun in the project's time zone"},
		{400, `{"error":"Date range exceeds 365 days into the past"}`, "QUERY_FAILED", "older than 365 days"},
		{403, `{"error":"Date range exceeds 90 days into the past"}`, "QUERY_FAILED", "older than 90 days"},
		{400, `{"error":"Date range exceeds 5 days"}`, "DATE_RANGE_TOO_LARGE", "more than the 5 allowed"},
		{400, `Unable to authenticate request`, "AUTH_FAILED", "Unable to authenticate request"},
		{400, `{"request":"x","error":"Timeout Error."}`, "SERVER_ERROR", "Timeout Error."},
		{401, `{"error":"Invalid service account credentials"}`, "AUTH_FAILED", "Invalid service account credentials"},
		{402, `{"error":"Your plan does not allow API calls"}`, "AUTH_FAILED", "Your plan does not allow API calls"},
		{403, `{"status":"error","error":"no access"}`, "AUTH_FAILED", "may not read project 424242"},
		{404, `{"error":"unknown"}`, "QUERY_FAILED", "unknown"},
		{412, `{"error":"script"}`, "QUERY_FAILED", "script"},
		{413, ``, "QUERY_FAILED", "request entity too large"},
		{414, ``, "QUERY_FAILED", "request uri too long"},
		{422, `{"error":"odd"}`, "QUERY_FAILED", "odd"},
		{418, ``, "API_ERROR", "i'm a teapot"},
		{204, ``, "API_ERROR", "no content"},
		{429, `rate limit reached`, "RATE_LIMITED", "rate limit reached"},
		{500, `{"error":"boom"}`, "SERVER_ERROR", "boom"},
		{501, ``, "SERVER_ERROR", "not implemented"},
		{503, `<html>`, "SERVER_ERROR", "service unavailable"},
	} {
		err := refused(t, test.status, test.body, week)
		if code := mperr.CodeOf(err); code != test.code || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%d %s: %s %q, want %s with %q", test.status, test.body, code, err, test.code, test.says)
		}
	}
}

func TestA401NamesItsFourCauses(t *testing.T) {
	err := refused(t, 401, `{"error":"nope"}`, week)
	hint := mperr.Hint(err)
	for _, cause := range []string{"secret", "region", "set to us, of us, eu and in", "project id (424242)", "no role"} {
		if !strings.Contains(hint, cause) {
			t.Errorf("hint %q does not mention %q", hint, cause)
		}
	}
	if !strings.Contains(err.Error(), "bot.7f3a") || !strings.Contains(err.Error(), "401 from 127.0.0.1") {
		t.Errorf("error %q should name user, status and host", err)
	}
}

func TestARangeThatIsTooLongKeepsItsNumbers(t *testing.T) {
	err := refused(t, 400, `{"error":"Date range exceeds 5 days"}`, week)
	large, ok := errors.AsType[*mperr.DateRangeTooLarge](err)
	if !ok || large.FromDate != "2026-01-01" || large.ToDate != "2026-01-07" || large.DaysRequested != 7 || large.MaxDays != 5 {
		t.Errorf("%#v", err)
	}
}

func TestErrorsTellTheExchangeWithoutItsQuery(t *testing.T) {
	request := mixpanel.ExportRequest{FromDate: "2026-01-01", ToDate: "2026-01-07", Where: `user == "ines@example.test"`}
	body := `{"request":"/api/2.0/export?where=user+%3D%3D+ines%40example.test","error":"no","more":"` + strings.Repeat("é", 400) + `"}`
	err := refused(t, 400, body, request)
	failed, ok := errors.AsType[*mperr.QueryFailed](err)
	if !ok {
		t.Fatalf("%T", err)
	}
	if failed.StatusCode != http.StatusBadRequest || failed.RequestMethod != "GET" || !strings.HasSuffix(failed.RequestURL, "/api/2.0/export") {
		t.Errorf("exchange is %+v", failed.Exchange)
	}
	if len(failed.ResponseBody) > 500 || !strings.Contains(failed.ResponseBody, `"error":"no"`) {
		t.Errorf("kept %d bytes of the body: %s", len(failed.ResponseBody), failed.ResponseBody)
	}
	text, jsonErr := json.Marshal(failed)
	if jsonErr != nil || strings.Contains(string(text), "ines") {
		t.Errorf("%s, %v", text, jsonErr)
	}
}

func TestACompressedRefusalIsRead(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(http.StatusBadRequest)
		zip := gzip.NewWriter(w)
		_, _ = zip.Write([]byte(`{"error":"squeezed"}`))
		_ = zip.Close()
	}, mixpanel.Config{})
	if _, err := read(t, client, week); err == nil || !strings.Contains(err.Error(), "squeezed") {
		t.Errorf("Export = %v", err)
	}
}

func TestAHugeRefusalIsReadInPart(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		for range 1000 {
			if _, err := w.Write([]byte(strings.Repeat("x", 10_000))); err != nil {
				return
			}
		}
	}, mixpanel.Config{})
	if _, err := read(t, client, week); err == nil || len(err.Error()) > 1000 {
		t.Errorf("Export = %v", err)
	}
}

func TestNoErrorHoldsTheSecret(t *testing.T) {
	const basic = "Ym90LjdmM2E6" // the beginning of every header
	encoded, err := json.Marshal(canary)
	if err != nil {
		t.Fatal(err)
	}
	inJSON := string(encoded[1 : len(encoded)-1])
	for _, status := range []int{200, 302, 400, 401, 402, 403, 404, 418, 429, 500, 503} {
		for name, body := range map[string]string{
			"as it is":      `{"error":"SECRET","header":"HEADER"}`,
			"in JSON":       `{"request":"/x?y","error":"` + inJSON + `"}`,
			"with slashes":  `{"request":"/x?y","more":"` + strings.ReplaceAll(inJSON, "/", `\/`) + `"}`,
			"in an address": `{"request":"/` + url.PathEscape(canary) + `","error":"` + url.QueryEscape(canary) + `"}`,
			"at a cut":      `{"error":"` + strings.Repeat("x", 296) + `SECRET","more":"` + strings.Repeat("x", 160) + `SECRET"}`,
			"in plain text": strings.Repeat("x", 296) + strings.Repeat("SECRET", 30),
		} {
			var log strings.Builder
			client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(status)
				_, _ = strings.NewReplacer("SECRET", canary, "HEADER", r.Header.Get("Authorization")).WriteString(w, body)
			}, mixpanel.Config{Log: textLog(&log)})
			_, exportErr := read(t, client, week)
			_, namesErr := client.EventNames(t.Context(), 0)
			for _, err := range []error{exportErr, namesErr} {
				// Its beginning is looked for: a cut leaves no more.
				if text := everythingIn(t, err) + log.String(); strings.Contains(text, canary[:4]) || strings.Contains(text, basic) {
					t.Errorf("status %d: the secret, %s, shows in %s", status, name, text)
				}
			}
		}
	}
}
