package mixpanel

import (
	"context"
	"net/url"
	"strconv"
)

// EventNames gives the most common event names of the last 31 days, in the server's order, which means nothing. Limit is
// the most names wanted; 0 leaves it to the server, which gives 255. It is the cheapest call that proves that
// credentials, region and project fit together.
//
// https://developer.mixpanel.com/reference/list-all-event-names (the wire form is a bare array of strings)
func (c *Client) EventNames(ctx context.Context, limit int) ([]string, error) {
	query := url.Values{"type": {"general"}}
	if limit > 0 {
		query.Set("limit", strconv.Itoa(limit))
	}
	names := []string{}
	err := c.ask(ctx, call{api: APIQuery, path: "events/names", params: query}, &names)
	if err != nil {
		return nil, err
	}
	return names, nil
}
