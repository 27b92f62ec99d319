package mixpanel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// maxAnswer bounds a JSON answer; the largest that Mixpanel gives are lists of five thousand names.
const maxAnswer = 64 << 20

// ask sends a call and decodes its JSON answer. An answer that breaks off is asked for again.
func (c *Client) ask(ctx context.Context, call call, into any) error {
	call.accept = "application/json"
	return c.repeat(ctx, func(ctx context.Context) *failure {
		body, failed := c.open(ctx, call)
		if failed != nil {
			return failed
		}
		defer func() { _ = body.Close() }()
		return c.decode(ctx, body, into)
	})
}

func (c *Client) decode(ctx context.Context, body *stream, into any) *failure {
	text, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	switch {
	case ctx.Err() != nil:
		return &failure{err: ctx.Err()}
	case err != nil:
		return &failure{err: c.httpError("broken answer from", body.request, err), transient: true}
	case len(text) > maxAnswer:
		return &failure{err: c.unreadable(body, text, fmt.Errorf("larger than %d bytes", maxAnswer))}
	}
	if reason, failed := errorInside(text); failed {
		return &failure{err: &mperr.QueryFailed{Exchange: c.exchange(body.request, body.response, text), Message: c.redact.start(reason, maxMessage), Fix: correctQuestion}}
	}
	if isCut(text) {
		return &failure{err: c.httpError("broken answer from", body.request, errCut), transient: true}
	}
	if err := json.Unmarshal(text, into); err != nil {
		return &failure{err: c.unreadable(body, text, err)}
	}
	return nil
}

func (c *Client) unreadable(body *stream, text []byte, err error) error {
	what := "is not the JSON expected"
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		what = "is not JSON"
	}
	return &mperr.APIError{
		Exchange: c.exchange(body.request, body.response, text),
		Message:  fmt.Sprintf("the answer of %s %s: %s", body.request.URL.Host, what, Unexpected(err)),
		Fix:      "check MP_API_BASE_URL and the network's proxy: something else than Mixpanel may have answered",
	}
}

// exchange is what an error tells of a request and the start of its answer.
func (c *Client) exchange(request *http.Request, response *http.Response, text []byte) mperr.Exchange {
	exchange := mperr.Exchange{
		StatusCode:    response.StatusCode,
		RequestMethod: request.Method,
		RequestURL:    plainURL(request.URL),
		ResponseBody:  c.redact.start(withoutQuery(c.redact.bytes(text)), maxErrorBody),
	}
	if c.config.ShowRequests {
		exchange.RequestParams = c.redact.start(request.URL.RawQuery, maxWords)
		exchange.RequestBody = c.redact.start(formOf(request), maxWords)
	}
	return exchange
}
