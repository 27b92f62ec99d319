package mixpanel_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// step is what a scripted Mixpanel does with one request.
type step func() (*http.Response, error)

func says(status int, body string, header ...string) step {
	return func() (*http.Response, error) { return answer(status, body, header...), nil }
}

func fails(err error) step { return func() (*http.Response, error) { return nil, err } }

// script plays steps one after another, the last one for ever, on the clock of a synctest bubble.
type script struct {
	steps []step
	asked []time.Time
	waits []mixpanel.Wait
}

func (s *script) client(t *testing.T, retry mixpanel.Retry) *mixpanel.Client {
	t.Helper()
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		Retry:  retry,
		OnWait: func(w mixpanel.Wait) { s.waits = append(s.waits, w) },
		Transport: transport(func(*http.Request) (*http.Response, error) {
			next := s.steps[min(len(s.asked), len(s.steps)-1)]
			s.asked = append(s.asked, time.Now())
			return next()
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// gaps are the times between requests.
func (s *script) gaps() []time.Duration {
	var gaps []time.Duration
	for i := 1; i < len(s.asked); i++ {
		gaps = append(gaps, s.asked[i].Sub(s.asked[i-1]))
	}
	return gaps
}

func TestPassingFailuresAreRepeated(t *testing.T) {
	for name, failure := range map[string]step{
		"429":             says(429, `{"error":"too many export requests in progress for this project"}`),
		"500":             says(500, ""),
		"502":             says(502, "<html>bad gateway</html>"),
		"503":             says(503, ""),
		"504":             says(504, ""),
		"timeout as 400":  says(400, `{"request":"/api/2.0/export","error":"Timeout Error."}`),
		"reset":           fails(syscall.ECONNRESET),
		"refused":         fails(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}),
		"name server out": fails(&net.DNSError{Err: "server misbehaving", Name: "mixpanel.com", IsTemporary: true}),
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{failure, failure, says(200, `["A"]`)}}
			names, err := s.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0)
			if err != nil || len(names) != 1 || len(s.asked) != 3 || len(s.waits) != 2 {
				t.Errorf("%s: EventNames = %v, %v after %d requests and %d waits", name, names, err, len(s.asked), len(s.waits))
			}
		})
	}
}

func TestLastingFailuresAreNotRepeated(t *testing.T) {
	for name, failure := range map[string]step{
		"400":          says(400, `{"error":"bad where"}`),
		"401":          says(401, ""),
		"402":          says(402, ""),
		"403":          says(403, ""),
		"404":          says(404, ""),
		"501":          says(501, ""),
		"302":          says(302, "", "Location", "https://elsewhere.example"),
		"no JSON":      says(200, "hello"),
		"other JSON":   says(200, `{"a":1}`),
		"no such host": fails(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}),
		"certificate":  fails(&tls.CertificateVerificationError{Err: errors.New("x509: expired")}),
		"no TLS":       fails(tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}),
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{failure}}
			_, err := s.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0)
			if err == nil || len(s.asked) != 1 {
				t.Errorf("%s: %v after %d requests", name, err, len(s.asked))
			}
		})
	}
}

func TestTriesAreCounted(t *testing.T) {
	for times, want := range map[int]int{0: 4, 1: 2, 5: 6, -1: 1} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{says(503, "")}}
			_, err := s.client(t, mixpanel.Retry{Times: times}).EventNames(t.Context(), 0)
			if mperr.CodeOf(err) != "SERVER_ERROR" || len(s.asked) != want {
				t.Errorf("Times %d: %v after %d requests, want %d", times, err, len(s.asked), want)
			}
		})
	}
}

func TestWaitsDoubleUpToTheLongest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{says(503, "")}}
		_, _ = s.client(t, mixpanel.Retry{Times: 6, Base: 2 * time.Second, Longest: 20 * time.Second}).EventNames(t.Context(), 0)
		for i, seconds := range []int{2, 4, 8, 16, 20, 20} {
			base := time.Duration(seconds) * time.Second
			if gap := s.gaps()[i]; gap < base || gap > base*3/2 {
				t.Errorf("wait %d is %s, want %s and up to half of that more", i+1, gap, base)
			}
		}
	})
}

func TestRetryAfterIsObeyedInBothForms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		date := start.Add(500 * time.Second).UTC().Truncate(time.Second)
		s := &script{steps: []step{
			says(429, "", "Retry-After", "120"),
			says(503, "", "Retry-After", date.Format(http.TimeFormat)),
			says(200, `[]`),
		}}
		if _, err := s.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		first, second := s.asked[1].Sub(start), s.asked[2]
		if first < 120*time.Second || first > 121*time.Second {
			t.Errorf("after 120 seconds' notice the next request came after %s", first)
		}
		if second.Before(date) || second.After(date.Add(2*time.Second)) {
			t.Errorf("told to come at %s, came at %s", date, second)
		}
		for i, wait := range s.waits {
			if !wait.Until.Equal(s.asked[i+1]) || wait.Try != i+2 || wait.Cause == nil {
				t.Errorf("announced %+v, came at %s", wait, s.asked[i+1])
			}
		}
	})
}

func TestAQuotaBeyondThePatienceEndsAtOnce(t *testing.T) {
	for name, test := range map[string]struct {
		maxWait time.Duration
		header  string
		asked   int
	}{
		"too long":          {time.Minute, "3600", 1},
		"just right":        {time.Hour, "3600", 4},
		"by default":        {0, "3600", 4},
		"longer than that":  {0, "4000", 1},
		"never waits":       {-1, "1", 1},
		"never, no header":  {-1, "", 1},
		"unreadable header": {time.Minute, "soon", 4},
		"a date long ago":   {time.Minute, "Fri, 01 Jan 1999 15:04:05 GMT", 4},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{says(429, "", "Retry-After", test.header)}}
			_, err := s.client(t, mixpanel.Retry{MaxWait: test.maxWait}).EventNames(t.Context(), 0)
			limited, ok := errors.AsType[*mperr.RateLimited](err)
			if !ok || len(s.asked) != test.asked {
				t.Errorf("%s: %v after %d requests, want %d", name, err, len(s.asked), test.asked)
			}
			if test.header == "3600" && (limited.RetryAfter == nil || *limited.RetryAfter != 3600) {
				t.Errorf("%s: retry_after is %v", name, limited.RetryAfter)
			}
		})
	}
}

func TestAWaitThatOutlastsTheDeadlineIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		s := &script{steps: []step{says(429, "", "Retry-After", "61")}}
		start := time.Now()
		_, err := s.client(t, mixpanel.Retry{}).EventNames(ctx, 0)
		if mperr.CodeOf(err) != "RATE_LIMITED" || time.Since(start) != 0 {
			t.Errorf("%v after %s", err, time.Since(start))
		}
	})
}

func TestACancelledWaitGivesTheContextsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		s := &script{steps: []step{says(429, "", "Retry-After", "60")}}
		start := time.Now()
		_, err := s.client(t, mixpanel.Retry{}).EventNames(ctx, 0)
		if !errors.Is(err, context.Canceled) || time.Since(start) != 10*time.Second || len(s.asked) != 1 {
			t.Errorf("%v after %s and %d requests", err, time.Since(start), len(s.asked))
		}
	})
}

func TestAnAnswerThatBreaksOffIsAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := func() (*http.Response, error) {
			response := answer(200, `["A`)
			response.Body = brokenBody{}
			return response, nil
		}
		s := &script{steps: []step{broken, says(200, `["A"]`)}}
		names, err := s.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0)
		if err != nil || len(names) != 1 || len(s.asked) != 2 {
			t.Errorf("EventNames = %v, %v", names, err)
		}
	})
}

func TestAnAnswerThatEndsInTheMiddleIsAskedForAgain(t *testing.T) {
	for _, body := range []string{"", `["A`, `["A",`, `[`} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{says(200, body), says(200, `["A"]`)}}
			names, err := s.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0)
			if err != nil || len(names) != 1 || len(s.asked) != 2 {
				t.Errorf("%q: EventNames = %v, %v after %d requests", body, names, err, len(s.asked))
			}
			always := &script{steps: []step{says(200, body)}}
			if _, err := always.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0); mperr.CodeOf(err) != "HTTP_ERROR" || len(always.asked) != 4 {
				t.Errorf("%q each time: %v after %d requests", body, err, len(always.asked))
			}
		})
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, syscall.ECONNRESET }
func (brokenBody) Close() error             { return nil }
