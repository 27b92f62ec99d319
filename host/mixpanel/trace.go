package mixpanel

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// trace is a transport that tells of each request and its answer, redirects and repetitions included, in lines such as
//
//	#1 GET https://mixpanel.com/api/query/events/names?limit=5000&project_id=12345&type=general
//	#1 > Accept: application/json; Accept-Encoding: gzip; User-Agent: mp/1.0
//	#1 200 OK after 132ms, request id 4f0c
//	#1 < Content-Encoding: gzip; Content-Type: application/json
//	#1 body of 1234 bytes on the wire, whole after 140ms
//
// The number ties the lines of requests under way at the same time. Credentials are never told, in whatever form or place.
type trace struct {
	next   http.RoundTripper
	tell   func(line string)
	redact redactor
	now    func() time.Time
	count  atomic.Int64
}

// traced is the configured transport, under a trace where one is wanted.
func traced(config Config, redact redactor) http.RoundTripper {
	if config.Trace == nil {
		return config.Transport
	}
	return &trace{next: config.Transport, tell: config.Trace, redact: redact, now: config.Now}
}

// RoundTrip implements [http.RoundTripper].
func (t *trace) RoundTrip(request *http.Request) (*http.Response, error) {
	n, began := t.count.Add(1), t.now()
	t.say(n, "%s %s%s", request.Method, withoutUser(request.URL), bodySize(request))
	t.say(n, "> %s", headerText(request.Header))
	response, err := t.next.RoundTrip(request)
	if err != nil {
		t.say(n, "no answer after %s: %v", t.since(began), err)
		return nil, err
	}
	t.say(n, "%s after %s%s", statusText(response), t.since(began), requestID(response.Header))
	t.say(n, "< %s", headerText(response.Header))
	response.Body = &tracedBody{ReadCloser: response.Body, trace: t, n: n, began: began}
	return response, nil
}

// CloseIdleConnections is what [http.Client] looks for.
func (t *trace) CloseIdleConnections() {
	if next, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		next.CloseIdleConnections()
	}
}

func (t *trace) say(n int64, form string, values ...any) {
	t.tell(fmt.Sprintf("#%d ", n) + t.redact.text(fmt.Sprintf(form, values...)))
}

func (t *trace) since(began time.Time) time.Duration {
	return t.now().Sub(began).Round(time.Millisecond)
}

// tracedBody counts the bytes of an answer, compressed where they are.
type tracedBody struct {
	io.ReadCloser

	trace *trace
	n     int64
	began time.Time
	bytes int64
	ended bool
}

func (b *tracedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.bytes += int64(n)
	switch {
	case err == io.EOF:
		b.end("whole")
	case err != nil:
		b.end("broken off (" + err.Error() + ")")
	}
	return n, err
}

func (b *tracedBody) Close() error {
	b.end("closed")
	return b.ReadCloser.Close()
}

// end tells how the body ended, once.
func (b *tracedBody) end(how string) {
	if !b.ended {
		b.ended = true
		b.trace.say(b.n, "body of %d bytes on the wire, %s after %s", b.bytes, how, b.trace.since(b.began))
	}
}

// bodySize tells the size of a form and nothing of what is in it, which may be a filter or a list of users.
func bodySize(request *http.Request) string {
	if request.ContentLength <= 0 {
		return ""
	}
	return fmt.Sprintf(", body of %d bytes", request.ContentLength)
}

func statusText(response *http.Response) string {
	if response.Status != "" {
		return response.Status
	}
	return fmt.Sprintf("%d %s", response.StatusCode, http.StatusText(response.StatusCode))
}

// requestIDs are the headers in which servers and those before them name a request, for their support to find.
var requestIDs = []string{"X-Request-Id", "Request-Id", "X-Cloud-Trace-Context", "X-Amzn-Trace-Id", "Cf-Ray"}

func requestID(header http.Header) string {
	for _, name := range requestIDs {
		if id := header.Get(name); id != "" {
			return ", request id " + id
		}
	}
	return ""
}

// untold are headers that are credentials, or hold some.
var untold = []string{"Authorization", "Proxy-Authorization", "Www-Authenticate", "Proxy-Authenticate", "Cookie", "Set-Cookie"}

// headerText has the headers that may be told in one line, sorted.
func headerText(header http.Header) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if slices.Contains(untold, http.CanonicalHeaderKey(name)) {
			continue
		}
		value := strings.Join(header[name], ", ")
		if address, err := url.Parse(value); name == "Location" && err == nil {
			value = withoutUser(address)
		}
		parts = append(parts, name+": "+value)
	}
	return strings.Join(parts, "; ")
}

// withoutUser is an address without user and password. Its query stays: what was asked is what a trace is for.
func withoutUser(address *url.URL) string {
	plain := *address
	plain.User = nil
	return plain.String()
}
