package mixpanel

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// answered is what an error answer said.
type answered struct {
	exchange mperr.Exchange
	// message is the start of the server's own text, words more of it, host the one that said it.
	message, words, host string
	// requestPath is the path that the server says was asked.
	requestPath string
	// script is the JQL that was sent, where errors may hold it.
	script string
	query  url.Values
	after  time.Duration
}

// refusal turns an answer that is no success into the error that fits.
func (c *Client) refusal(request *http.Request, response *http.Response) *failure {
	body := c.redact.bytes(errorBody(response))
	said := answered{
		exchange: c.exchange(request, response, body),
		message:  c.redact.start(messageOf(response.StatusCode, body), maxMessage),
		words:    c.redact.start(messageOf(response.StatusCode, body), maxWords),
		host:     request.URL.Host,
		query:    request.URL.Query(),
		after:    retryAfter(response.Header, c.config.Now()),

		requestPath: requestPathOf(body),
		script:      c.script(request),
	}
	if err := said.ofJQL(); err != nil {
		return &failure{err: err}
	}
	return c.refusalOf(request, response, said)
}

// refusalOf sorts refusals by their status.
func (c *Client) refusalOf(request *http.Request, response *http.Response, said answered) *failure {
	switch status := response.StatusCode; {
	case status == http.StatusBadRequest:
		return c.badRequest(said)
	case status == http.StatusUnauthorized:
		return &failure{err: c.unauthorized(said)}
	case status == http.StatusPaymentRequired:
		return &failure{err: said.authFailed("the project's plan does not include this API",
			"raw export is part of every plan; the query API needs a Growth or Enterprise plan")}
	case status == http.StatusForbidden:
		return c.forbidden(said)
	case status == http.StatusTooManyRequests:
		return said.limited(response.Header)
	case status >= 500:
		return &failure{err: said.serverError(), transient: isTransient(status), after: said.after}
	case status == http.StatusNotFound && said.message == strings.ToLower(http.StatusText(status)):
		return &failure{err: &mperr.QueryFailed{Exchange: said.exchange, Message: said.text("there is nothing at " + request.URL.Path),
			Fix: "check MP_API_BASE_URL and the region: something else than Mixpanel's API may have answered"}}
	case isRefusedQuery(status):
		return &failure{err: said.queryFailed(said.message)}
	case status >= 300 && status < 400:
		return &failure{err: said.redirected(response.Header.Get("Location"))}
	default:
		return &failure{err: &mperr.APIError{Exchange: said.exchange, Message: said.text("unexpected answer")}}
	}
}

// isRefusedQuery: the request was understood and cannot be answered as it is.
func isRefusedQuery(status int) bool {
	switch status {
	case http.StatusNotFound, http.StatusGone, http.StatusPreconditionFailed, http.StatusRequestEntityTooLarge,
		http.StatusRequestURITooLong, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

func isTransient(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// badRequest sorts the many meanings of Mixpanel's 400 by their text; there is nothing else to go by.
func (c *Client) badRequest(said answered) *failure {
	lower := strings.ToLower(said.message)
	switch {
	case strings.Contains(lower, "unable to authenticate"):
		return &failure{err: c.unauthorized(said)}
	case strings.Contains(lower, "timeout error"):
		return &failure{err: said.serverError(), transient: true, after: said.after}
	case strings.Contains(lower, "to_date cannot be later than today"):
		return &failure{err: said.queryFailed(said.message + ": that day has not begun in the project's time zone; " +
			"ask for days up to today there, or set the account's time zone")}
	case daysLimit.MatchString(said.message):
		return &failure{err: said.rangeRefused()}
	}
	return &failure{err: said.queryFailed(said.message)}
}

// forbidden is a missing right, but for the plans that refuse old days with this status.
func (c *Client) forbidden(said answered) *failure {
	if daysLimit.MatchString(said.message) {
		return &failure{err: said.rangeRefused()}
	}
	return &failure{err: said.authFailed(
		fmt.Sprintf("user %q may not read project %s", c.credentials.Username(), c.credentials.ProjectID()),
		"give the service account a role in the project (Organization Settings, Service Accounts), or check the project id")}
}

// unauthorized lists the four causes of a 401, as Mixpanel answers all of them alike.
func (c *Client) unauthorized(said answered) error {
	return said.authFailed(
		fmt.Sprintf("Mixpanel refused user %q", c.credentials.Username()),
		fmt.Sprintf("one of four is wrong: the user name or secret; the region (this account is set to %s, of us, eu and in); "+
			"the project id (%s); or the service account has no role in that project",
			c.credentials.Region(), c.credentials.ProjectID()))
}

// text is what happened, where, and the server's words.
func (a answered) text(what string) string {
	return fmt.Sprintf("%s (%d from %s): %s", what, a.exchange.StatusCode, a.host, a.message)
}

func (a answered) authFailed(what, fix string) error {
	return &mperr.AuthFailed{Exchange: a.exchange, Message: a.text(what), Fix: fix}
}

func (a answered) queryFailed(message string) error {
	return &mperr.QueryFailed{Exchange: a.exchange, Message: message, Fix: correctQuestion}
}

// correctQuestion is for questions to Mixpanel; those to the store are about tables.
const correctQuestion = "correct what was asked; mp inspect events and mp inspect properties list the names that there are"

func (a answered) serverError() error {
	return &mperr.ServerError{Exchange: a.exchange, Message: a.text("Mixpanel could not answer")}
}

// daysLimit matches "Date range exceeds 365 days into the past" and "Date range exceeds 100 days".
var daysLimit = regexp.MustCompile(`(?i)date range exceeds (\d+) days( into the past)?`)

// rangeRefused tells a range that is too long from one that begins too early for the plan.
func (a answered) rangeRefused() error {
	match := daysLimit.FindStringSubmatch(a.message)
	most, _ := strconv.Atoi(match[1])
	from, to := a.query.Get("from_date"), a.query.Get("to_date")
	first, errFrom := time.Parse(time.DateOnly, from)
	last, errTo := time.Parse(time.DateOnly, to)
	if match[2] != "" || errFrom != nil || errTo != nil {
		return a.queryFailed(fmt.Sprintf("%s: the project's plan gives no events that are older than %d days; begin later", a.message, most))
	}
	return &mperr.DateRangeTooLarge{
		FromDate: from, ToDate: to, DaysRequested: int(last.Sub(first).Hours()/24) + 1, MaxDays: most,
	}
}

// errorBody reads the start of an error's body; what cannot be read is left out.
func errorBody(response *http.Response) []byte {
	var reader io.Reader = response.Body
	if isGzip(response.Header) {
		unzipped, err := gzip.NewReader(response.Body)
		if err != nil {
			return nil
		}
		reader = unzipped
	}
	body, _ := io.ReadAll(io.LimitReader(reader, 64<<10))
	return body
}

// plainURL is an address without user info, query and fragment.
func plainURL(address *url.URL) string {
	return (&url.URL{Scheme: address.Scheme, Host: address.Host, Path: address.Path}).String()
}

func isGzip(header http.Header) bool {
	return strings.EqualFold(strings.TrimSpace(header.Get("Content-Encoding")), "gzip")
}
