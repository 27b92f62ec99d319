package mixpanel

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// ExportRequest says which events to export.
type ExportRequest struct {
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD: UTC days for projects made since 2023, days of the
	// project's zone for older ones.
	FromDate, ToDate string
	// Events are the names wanted; none means all.
	Events []string
	// Where is an expression in Mixpanel's language; "" filters nothing.
	Where string
	// Limit ends the answer after that many events, 100000 at most; 0 means no limit. It is no page size.
	Limit int
	// Milliseconds asks for times in milliseconds rather than seconds.
	Milliseconds bool
}

// Export is a running raw export.
type Export struct {
	// Body brings the decompressed lines. It is closed by whoever asked for the export. A read fails with
	// [mperr.ExportTruncated] where the body ends before its end, [mperr.HTTPError] where it stalls, or the context's
	// error; io.EOF means that the whole body arrived: length, checksum and last line are in order. One cut cannot be seen: an
	// uncompressed body that a proxy ended properly between two lines. Mixpanel compresses all but the smallest.
	Body io.ReadCloser
}

// Export asks for raw events: one JSON object a line, in no order, duplicates included. It returns when the answer begins.
// Errors: [mperr.AuthFailed], [mperr.QueryFailed], [mperr.DateRangeTooLarge], [mperr.RateLimited], [mperr.ServerError],
// [mperr.HTTPError], [mperr.APIError], or the context's.
//
// https://developer.mixpanel.com/reference/raw-event-export
func (c *Client) Export(ctx context.Context, request ExportRequest) (*Export, error) {
	query, err := request.query()
	if err != nil {
		return nil, err
	}
	call := call{api: APIExport, path: "export", params: query, accept: "text/plain"}
	var body *stream
	err = c.repeat(ctx, func(ctx context.Context) (failed *failure) {
		body, failed = c.open(ctx, call)
		return failed
	})
	if err != nil {
		return nil, err
	}
	return &Export{Body: &exportBody{client: c, request: request, stream: body}}, nil
}

func (r ExportRequest) query() (url.Values, error) {
	query := url.Values{"from_date": {r.FromDate}, "to_date": {r.ToDate}}
	if len(r.Events) > 0 {
		names, err := json.Marshal(r.Events)
		if err != nil {
			return nil, err
		}
		query.Set("event", string(names))
	}
	if r.Where != "" {
		query.Set("where", r.Where)
	}
	if r.Limit > 0 {
		query.Set("limit", strconv.Itoa(r.Limit))
	}
	if r.Milliseconds {
		query.Set("time_in_ms", "true")
	}
	return query, nil
}

// exportBody gives the ends of a stream their meaning.
type exportBody struct {
	client  *Client
	request ExportRequest
	stream  *stream
	tail    tail
	bytes   int64
	err     error
}

func (b *exportBody) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.stream.Read(p)
	b.bytes += int64(n)
	b.tail.write(p[:n])
	if err != nil {
		b.err = b.ending(err)
	}
	return n, b.err
}

func (b *exportBody) ending(err error) error {
	switch {
	case err == io.EOF:
		if reason, early := EarlyEnd(b.tail.line()); early {
			return b.truncated(reason, nil)
		}
		return io.EOF
	case errors.Is(err, errStalled):
		return b.client.httpError("broken answer from", b.stream.request, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return b.truncated("the connection ended in the middle of the body", err)
	}
	return b.truncated(err.Error(), err)
}

func (b *exportBody) truncated(reason string, cause error) error {
	return &mperr.ExportTruncated{
		FromDate: b.request.FromDate, ToDate: b.request.ToDate,
		Bytes: b.bytes, Reason: b.client.redact.start(reason, maxMessage), Cause: cause,
	}
}

func (b *exportBody) Close() error { return b.stream.Close() }
