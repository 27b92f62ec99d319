package mixpanel

import (
	"context"
	"net/url"
)

// Question is a request whose answer is one JSON value.
type Question struct {
	// API is the group of endpoints; [APIQuery] or [APIApp].
	API API
	// Path is the endpoint's, below the API's own: "segmentation", "projects/12345/schemas".
	Path string
	// Params are the endpoint's parameters. The project's id is added, but for the App API, whose paths name it.
	Params url.Values
	// Post sends Params as a form instead of in the address, which has no room for long expressions and lists.
	Post bool
}

// Ask sends a question and decodes its answer as [encoding/json.Unmarshal] does; a [*encoding/json.RawMessage] takes it as it came.
// Errors: [mperr.AuthFailed], [mperr.QueryFailed], [mperr.RateLimited], [mperr.ServerError], [mperr.HTTPError],
// [mperr.APIError], or the context's.
func (c *Client) Ask(ctx context.Context, question Question, into any) error {
	return c.ask(ctx, call{api: question.API, path: question.Path, params: question.Params, post: question.Post}, into)
}

// ProjectID is the project that the client asks about.
func (c *Client) ProjectID() string { return c.credentials.ProjectID() }
