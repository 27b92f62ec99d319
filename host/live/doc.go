// Package live asks Mixpanel's reports: segmentation, funnels, retention, saved reports and the rest of the Query API.
//
// # Asking
//
// A question is a struct whose zero value lacks only what no one could guess. Its Validate says what is wrong with it
// before anything is sent; its Ask validates, sends one request and gives a result type of package sdk/result:
//
//	signups, err := live.Segmentation{Event: "Signup", From: "2026-01-01", To: "2026-01-31", On: "plan"}.Ask(ctx, client)
//
// Errors of Validate are [mperr.InvalidArgument] with the field by the name of Mixpanel's parameter (from_date, on, where).
// Errors of Ask are those, the client's (see [mixpanel.Client.Ask]), [mperr.NotFound] for a saved funnel or report that is
// not there, and [mperr.APIError] for an answer that cannot be understood.
//
// # Days and units
//
// From and To are inclusive days, YYYY-MM-DD, of the project's time zone. A unit that is left open is a day. Which units
// an endpoint takes differs; the fields say so.
//
// # Expressions
//
// Where and On are text of Mixpanel's expression language, sent as they are, but that On may be a bare name: [Expression]
// has the rule.
//
// # What answers look like
//
// Mixpanel leaves out days without events, does not sort, writes whole numbers as floats, and some endpoints have two
// forms of answer. Results are sorted and take both forms. A day that Mixpanel left out of a series is 0 where the
// answer lists it among its labels. A rate of nothing is 0. Keys that are not known are passed over.
//
// The same questions about events and people are answered from a local store by host/local.
package live
