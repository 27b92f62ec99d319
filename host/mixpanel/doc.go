// Package mixpanel is the HTTP client of Mixpanel's APIs. It knows no plugins and stores nothing: credentials come in as
// values, answers go out as values or as a stream.
//
// A [Client] belongs to one project. It sends each request to the host of the project's region, with Basic
// authentication and the project's id, repeats what may succeed on repetition, and answers in the error types of
// [github.com/mixpanel-data/mp/sdk/mperr].
//
// # What is retried
//
// Statuses 429, 500, 502, 503 and 504, the 400 whose text is "Timeout Error.", and connections that break before the
// answer begins. A Retry-After header is obeyed, in seconds or as a date; without one the wait doubles from two seconds
// to a minute, with jitter. Every wait is announced to [Config.OnWait] first. A wait that would outlast the context's
// deadline or [Retry.MaxWait] is not begun.
//
// # What is not
//
// The body of an export is streamed and never repeated from the middle: whoever reads it repeats the whole request. Its
// end is proven before it is reported; see [Export].
//
// # Secrets
//
// The secret leaves in the Authorization header, to the configured host alone: a redirect to another host is refused.
// Errors hold the address without its query, and a body that repeats the secret is redacted.
package mixpanel
