package mixpanel_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// traceLines gathers the lines of a trace.
type traceLines struct {
	mu  sync.Mutex
	all []string
}

func (l *traceLines) tell(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, line)
}

// text is the whole trace; addresses of test servers differ each time.
func (l *traceLines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(strings.Join(l.all, "\n"), "HOST")
}

// steps is a clock that goes on by ten milliseconds whenever somebody looks.
func steps() func() time.Time {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(10 * time.Millisecond)
		return at
	}
}

func TestATraceTellsWhatWasAskedAndAnswered(t *testing.T) {
	var told traceLines
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-ID", "4f0c")
		w.Header().Set("Date", "today")
		w.Header().Add("Set-Cookie", "session=1")
		_, _ = w.Write([]byte(`["a"]`))
	}, mixpanel.Config{Trace: told.tell, Now: steps(), UserAgent: "mp/1"})
	if _, err := client.EventNames(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	want := `#1 GET http://HOST/api/query/events/names?limit=7&project_id=424242&type=general
#1 > Accept: application/json; Accept-Encoding: gzip; User-Agent: mp/1
#1 200 OK after 10ms, request id 4f0c
#1 < Content-Length: 5; Content-Type: text/plain; charset=utf-8; Date: today; X-Request-Id: 4f0c
#1 body of 5 bytes on the wire, whole after 20ms`
	if diff := cmp.Diff(want, told.text()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestATraceTellsTheSizeOfAFormAndNothingInIt(t *testing.T) {
	var told traceLines
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }, mixpanel.Config{Trace: told.tell})
	err := client.Ask(t.Context(), mixpanel.Question{
		API: mixpanel.APIQuery, Path: "jql", Params: url.Values{"script": {"somebody@example.test"}}, Post: true,
	}, new(json.RawMessage))
	if text := told.text(); err == nil || strings.Contains(text, "example.test") || !strings.Contains(text, "project_id=424242, body of 30 bytes") ||
		!strings.Contains(text, "#1 400 Bad Request after") {
		t.Errorf("%v:\n%s", err, text)
	}
}

func TestATraceTellsOfBrokenAnswersAndEachTry(t *testing.T) {
	var told traceLines
	tries := 0
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		Trace: told.tell, Retry: mixpanel.Retry{Base: time.Nanosecond},
		Transport: transport(func(*http.Request) (*http.Response, error) {
			if tries++; tries == 1 {
				return nil, errors.New("no route; the secret is " + canary)
			}
			broken := answer(200, "")
			broken.Body = io.NopCloser(io.MultiReader(strings.NewReader("[1"), failing{}))
			return broken, nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.EventNames(t.Context(), 0)
	text := told.text()
	if err == nil || !strings.Contains(text, "#1 no answer after") || !strings.Contains(text, "no route; the secret is ***") ||
		!regexp.MustCompile(`#2 body of 2 bytes on the wire, broken off \(cut\) after`).MatchString(text) || !strings.Contains(text, "#4 ") {
		t.Errorf("%v:\n%s", err, text)
	}
}

// failing is a body that breaks off.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("cut") }

// The server repeats what it was sent in every header that a trace shows, and redirects with it.
func TestATraceNeverShowsTheSecret(t *testing.T) {
	forms := []string{
		canary, url.QueryEscape(canary), url.PathEscape(canary), "bot.7f3a:" + canary,
		base64.StdEncoding.EncodeToString([]byte(canary)), base64.RawURLEncoding.EncodeToString([]byte(canary)),
		base64.StdEncoding.EncodeToString([]byte("bot.7f3a:" + canary)), base64.URLEncoding.EncodeToString([]byte("bot.7f3a:" + canary)),
	}
	for _, status := range []int{200, 302, 401, 500} {
		var told traceLines
		client, err := mixpanel.New(credentials(t, "eu"), mixpanel.Config{
			Trace: told.tell, Retry: mixpanel.Retry{Base: time.Nanosecond},
			Transport: transport(func(r *http.Request) (*http.Response, error) {
				header := []string{
					"X-Echo", strings.Join(forms, " ") + " " + r.Header.Get("Authorization"), "X-Request-Id", r.Header.Get("Authorization"),
					"Set-Cookie", "auth=" + forms[6], "Www-Authenticate", forms[6],
				}
				if !strings.Contains(r.URL.Path, "again") {
					again := url.URL{Scheme: "https", Host: r.URL.Host, Path: "/again/" + canary, User: url.UserPassword("bot", canary), RawQuery: "s=" + url.QueryEscape(canary)}
					header = append(header, "Location", again.String())
				}
				return answer(status, "[]", header...), nil
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.EventNames(t.Context(), 0)
		text := told.text() + everythingIn(t, err)
		if !strings.Contains(text, "X-Echo: ***") || !strings.Contains(text, "#1 GET https://eu.mixpanel.com/") {
			t.Errorf("status %d is not traced:\n%s", status, text)
		}
		for _, form := range append(slices.Clone(forms), "Authorization", canary[:6], "Ym90LjdmM2E6") {
			if strings.Contains(text, strings.TrimRight(form, "=")) {
				t.Errorf("status %d: %s shows in\n%s", status, form, text)
			}
		}
	}
}

func TestRequestsAtOnceAreToldApart(t *testing.T) {
	var told traceLines
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`[]`)) }, mixpanel.Config{Trace: told.tell})
	var askers sync.WaitGroup
	for range 8 {
		askers.Go(func() {
			if _, err := client.EventNames(t.Context(), 0); err != nil {
				t.Error(err)
			}
		})
	}
	askers.Wait()
	for _, number := range []string{"#1 ", "#8 "} {
		if n := strings.Count(told.text(), number); n != 5 {
			t.Errorf("%d lines of %s:\n%s", n, number, told.text())
		}
	}
}
