package mixpanel

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// newTransport is the client's own transport. Parallel exports each hold a connection, so idle ones are kept for them.
func newTransport(proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:               quietProxy(proxy),
		DialContext:         dialer.DialContext,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 30 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     90 * time.Second,
		DisableCompression:  true,
		ReadBufferSize:      64 << 10,
	}
}

var errBadProxy = errors.New("the proxy address of the environment cannot be used")

// quietProxy hides the text of a proxy error, which repeats the address with its password.
func quietProxy(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(request *http.Request) (*url.URL, error) {
		address, err := proxy(request)
		if err != nil {
			return nil, errBadProxy
		}
		return address, nil
	}
}

// stayOnHost follows redirects inside one host. Any other redirect becomes the answer itself, which is an error: the
// credentials belong to the host they were sent to.
func stayOnHost(next *http.Request, via []*http.Request) error {
	first := via[0].URL
	if next.URL.Host != first.Host || next.URL.Scheme != first.Scheme || len(via) >= 5 {
		return http.ErrUseLastResponse
	}
	return nil
}
