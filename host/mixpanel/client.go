package mixpanel

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Client asks Mixpanel about one project. It is safe for concurrent use and is closed by whoever made it.
type Client struct {
	credentials credential.Credentials
	config      Config
	roots       map[API]*url.URL
	http        *http.Client
	redact      redactor
}

// New makes a client for the project of the credentials. It sends nothing. The error is an [mperr.ConfigError] for a base
// address that cannot be used and an [mperr.InvalidArgument] for credentials that were never made and for a data view that is
// no id.
func New(credentials credential.Credentials, config Config) (*Client, error) {
	if credentials.IsZero() {
		return nil, &mperr.InvalidArgument{Argument: "credentials", Reason: "must be made by credential.New"}
	}
	if id, err := strconv.ParseInt(config.DataView, 10, 64); config.DataView != "" && (err != nil || id <= 0) {
		return nil, &mperr.InvalidArgument{Argument: "workspace_id", Value: config.DataView, Reason: "must be the id of a data view, a positive number"}
	}
	base := config.BaseURL
	if base == "" {
		base = credentials.BaseURL()
	}
	roots, err := addresses(credentials.Region(), base)
	if err != nil {
		return nil, err
	}
	config = config.withDefaults()
	redact := newRedactor(credentials)
	return &Client{
		credentials: credentials,
		config:      config,
		roots:       roots,
		http:        &http.Client{Transport: traced(config, redact), CheckRedirect: stayOnHost},
		redact:      redact,
	}, nil
}

// Close lets go of idle connections. Requests under way go on.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// call is a request before it has a host and credentials.
type call struct {
	api    API
	path   string
	params url.Values
	// post sends the parameters as a form.
	post   bool
	accept string
	// free says that the hour's quota does not count it.
	free bool
}

// request builds the HTTP request of a call.
func (c *Client) request(ctx context.Context, call call) (*http.Request, error) {
	address := c.roots[call.api].JoinPath(call.path)
	query, method, body := url.Values{}, http.MethodGet, io.Reader(nil)
	if call.post {
		method, body = http.MethodPost, strings.NewReader(call.params.Encode())
	} else {
		maps.Copy(query, call.params)
	}
	if call.api != APIApp { // which refuses parameters that it does not know
		query.Set("project_id", c.credentials.ProjectID())
	}
	if call.api == APIQuery && c.config.DataView != "" {
		query.Set("workspace_id", c.config.DataView)
	}
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, method, address.String(), body)
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(c.credentials.Username(), c.credentials.Secret().Reveal())
	request.Header.Set("User-Agent", c.config.UserAgent)
	request.Header.Set("Accept", call.accept)
	if call.post {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	// Set by hand, so that the transport leaves the body compressed and its checksum can be seen to be right.
	request.Header.Set("Accept-Encoding", "gzip")
	return request, nil
}
