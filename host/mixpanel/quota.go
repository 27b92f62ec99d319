package mixpanel

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Quota keeps requests within the project's limits. It is safe for concurrent use.
type Quota interface {
	// Take waits until a request may be sent, and counts it. An error is given to whoever wanted to send; it is not tried
	// again.
	Take(ctx context.Context, api API) (Ticket, error)
	// TakeFree does the same for a request that the hour's quota does not count, and the limit of requests under way does: a
	// further page of profiles.
	TakeFree(ctx context.Context, api API) (Ticket, error)
}

// Ticket is the right to send one request. Only the first call of its methods counts.
type Ticket interface {
	// Done says that the answer has ended, well or not.
	Done()
	// Unsent says that nothing of the request reached Mixpanel.
	Unsent()
	// Refused says that Mixpanel answered 429 with a header, and asked for a wait; 0 is none.
	Refused(header http.Header, after time.Duration)
}

// API is a group of endpoints that share a host, a path prefix and a project's quota.
type API string

// The APIs that are used.
const (
	APIExport API = "export"
	APIQuery  API = "query"
	APIApp    API = "app"
)

// take asks the quota for a request.
func (c *Client) take(ctx context.Context, call call) (Ticket, error) {
	switch {
	case c.config.Quota == nil:
		return uncounted{}, nil
	case call.free:
		return c.config.Quota.TakeFree(ctx, call.api)
	}
	return c.config.Quota.Take(ctx, call.api)
}

// uncounted is the ticket of requests that nobody counts.
type uncounted struct{}

func (uncounted) Done()                              {}
func (uncounted) Unsent()                            {}
func (uncounted) Refused(http.Header, time.Duration) {}

// isUnsent says that a request failed before anything of it was sent: there was no connection to send it by.
func isUnsent(err error) bool {
	operation, ok := errors.AsType[*net.OpError](err)
	_, noName := errors.AsType[*net.DNSError](err)
	return noName || ok && operation.Op == "dial"
}
