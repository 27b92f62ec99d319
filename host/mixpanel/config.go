package mixpanel

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/mixpanel-data/mp/host/wait"
)

// Config holds what is optional about a [Client]; the zero value talks to Mixpanel itself.
type Config struct {
	// BaseURL puts every Mixpanel host behind one address, with the same paths. It beats the credentials' own. Plain http
	// is accepted for loopback addresses only.
	BaseURL string
	// DataView is the id of the data view that queries see, which Mixpanel calls workspace_id; "" leaves the choice to Mixpanel.
	// Raw exports are of the whole project all the same.
	DataView string
	// UserAgent is sent with each request; "" is "mp".
	UserAgent string
	// Proxy picks the proxy for a request; nil is [http.ProxyFromEnvironment]. Unused where Transport is set.
	Proxy func(*http.Request) (*url.URL, error)
	// Transport carries the requests; nil is a transport of the client's own. It must not decompress bodies.
	Transport http.RoundTripper
	// Retry says how often and how long to try again.
	Retry Retry
	// AnswerTimeout is how long to wait for an answer to begin; 0 is five minutes, as a big export takes minutes to start.
	AnswerTimeout time.Duration
	// IdleTimeout is how long a body may bring no byte; 0 is two minutes. There is no limit on the whole body.
	IdleTimeout time.Duration
	// Quota is asked before each request is sent and told what became of it, repetitions included; nil holds no request
	// back, and Mixpanel's refusals are all that paces then.
	Quota Quota
	// OnWait is called before each wait; nil ignores them. Calls may be concurrent.
	OnWait func(Wait)
	// Trace is told of each request and answer: address with its query, status, headers, sizes, durations; nil traces nothing.
	// Credentials and forms are never in it. Calls may be concurrent.
	Trace func(line string)
	// Log gets a line for each retry; nil discards them.
	Log *slog.Logger
	// ShowRequests lets errors hold the parameters and the form of the request, without the secret. They have the filters and
	// ids of the user's own users, so that errors are without them unless somebody looks for a fault.
	ShowRequests bool
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
	// Sleep waits, or ends early with the context's error; nil waits for real.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Retry says how often and how long to try again. The zero value is a sensible policy.
type Retry struct {
	// Times is the number of tries after the first; 0 is 3, a negative number is none.
	Times int
	// Base is the first wait where the server names none, doubled for each next one; 0 is two seconds.
	Base time.Duration
	// Longest is the longest such wait; 0 is a minute.
	Longest time.Duration
	// MaxWait is the longest Retry-After that is obeyed; a longer one ends the call with [mperr.RateLimited]. 0 is 65
	// minutes, as Mixpanel's quotas are per hour; a negative value never waits for a quota.
	MaxWait time.Duration
}

// Wait announces that a request will be sent later, mostly again.
type Wait struct {
	// Cause is why the last try failed, or what the request would have ended with where it is held back.
	Cause error
	// Held says that nothing was sent yet: a quota that is known to be used up holds the request back.
	Held bool
	// Pause says that it is not the hour's quota that is used up where Cause is an [mperr.RateLimited]: Mixpanel is
	// overloaded, has too many of the project's requests under way, or asked for a short wait.
	Pause bool
	// Until is when the next try is made.
	Until time.Time
	// Delay is the time until then.
	Delay time.Duration
	// Try is the number of the try to come; the first retry is 2.
	Try int
}

// withDefaults fills in what the caller left open.
func (c Config) withDefaults() Config {
	if c.UserAgent == "" {
		c.UserAgent = "mp"
	}
	if c.AnswerTimeout == 0 {
		c.AnswerTimeout = 5 * time.Minute
	}
	if c.IdleTimeout == 0 {
		c.IdleTimeout = 2 * time.Minute
	}
	if c.OnWait == nil {
		c.OnWait = func(Wait) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = wait.For
	}
	if c.Transport == nil {
		c.Transport = newTransport(c.Proxy)
	}
	c.Retry = c.Retry.withDefaults()
	return c
}

func (r Retry) withDefaults() Retry {
	if r.Times == 0 {
		r.Times = 3
	}
	if r.Base == 0 {
		r.Base = 2 * time.Second
	}
	if r.Longest == 0 {
		r.Longest = time.Minute
	}
	if r.MaxWait == 0 {
		r.MaxWait = 65 * time.Minute
	}
	return r
}
