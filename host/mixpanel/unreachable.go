package mixpanel

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// errStalled ends a request that brought nothing for too long.
var errStalled = errors.New("stalled")

// unreachable turns a request that got no answer into an [mperr.HTTPError]. Name, certificate and proxy settings that are
// wrong stay wrong; all else may be mended by trying again.
func (c *Client) unreachable(ctx context.Context, request *http.Request, err error) *failure {
	if cause := context.Cause(ctx); errors.Is(cause, errStalled) {
		err = cause
	}
	// The address with its query is in url.Error's own text and nowhere deeper.
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err
	}
	return &failure{err: c.httpError("no answer from", request, err), transient: !isLasting(err)}
}

func (c *Client) httpError(what string, request *http.Request, err error) error {
	reason := c.redact.text(err.Error())
	return &mperr.HTTPError{
		Message:       fmt.Sprintf("%s %s: %s", what, request.URL.Host, reason),
		RequestMethod: request.Method,
		RequestURL:    plainURL(request.URL),
		Reason:        reason,
		Cause:         err,
	}
}

// isLasting says that trying again cannot help.
func isLasting(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	return errors.Is(err, errBadProxy) || errors.Is(err, http.ErrSchemeMismatch)
}
