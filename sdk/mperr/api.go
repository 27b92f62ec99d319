package mperr

import (
	"cmp"
	"fmt"
	"strings"
)

// Exchange is the HTTP request that failed and the answer it got. It never holds a header, so no credential; the URL is
// without user info and query string, as filters and ids of a user stay out of messages and logs unless they are asked for.
type Exchange struct {
	// StatusCode is the HTTP status; 0 where the failure was not an HTTP answer, as for SQL.
	StatusCode int `json:"status_code"`
	// RequestMethod is GET or POST.
	RequestMethod string `json:"request_method,omitempty"`
	// RequestURL is the address without user info and query string.
	RequestURL string `json:"request_url,omitempty"`
	// ResponseBody is the start of the body, 500 bytes at most.
	ResponseBody string `json:"response_body,omitempty"`
	// RequestParams is the query string, where the caller asked for errors that show requests, as mp -vv does.
	RequestParams string `json:"request_params,omitempty"`
	// RequestBody is the form that was sent, where the caller asked for errors that show requests, as mp -vv does.
	RequestBody string `json:"request_body,omitempty"`
}

// answered is the text for an error whose maker gave none.
func (x Exchange) answered() string {
	if x.StatusCode == 0 {
		return "mixpanel did not accept the request"
	}
	return fmt.Sprintf("mixpanel answered with status %d", x.StatusCode)
}

// APIError: Mixpanel answered with a status that fits no other type.
type APIError struct {
	Exchange

	// Message says what was asked for and what came back.
	Message string `json:"-"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
}

func (e *APIError) Error() string                { return cmp.Or(e.Message, e.answered()) }
func (e *APIError) Code() Code                   { return "API_ERROR" }
func (e *APIError) Details() map[string]any      { return detailsOf(e) }
func (e *APIError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *APIError) Is(target error) bool         { return target == ErrAPI }
func (e *APIError) hint() string                 { return e.Fix }

// AuthFailed: Mixpanel refused the credentials (401) or what they may do (402, 403).
type AuthFailed struct {
	Exchange

	// Message says what was refused and why, as far as Mixpanel tells.
	Message string `json:"-"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
}

func (e *AuthFailed) Error() string {
	return cmp.Or(e.Message, "mixpanel refused the credentials")
}
func (e *AuthFailed) Code() Code                   { return "AUTH_FAILED" }
func (e *AuthFailed) Details() map[string]any      { return detailsOf(e) }
func (e *AuthFailed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *AuthFailed) Is(target error) bool         { return target == ErrAPI }
func (e *AuthFailed) hint() string                 { return e.Fix }

// RateLimited: a quota of the project is used up and retrying inside the allowed wait did not help.
type RateLimited struct {
	Exchange

	// Message says which quota; the time to wait is added to it.
	Message string `json:"-"`
	// RetryAfter is the number of seconds until a retry may succeed; nil, null in JSON, where Mixpanel did not say.
	RetryAfter *int `json:"retry_after"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
}

func (e *RateLimited) Error() string {
	message := cmp.Or(e.Message, "rate limit exceeded")
	return strings.TrimSuffix(message, e.advice()) + e.advice()
}

// advice follows the message, in the words that scripts for the Python tool look for.
func (e *RateLimited) advice() string {
	switch {
	case e.RetryAfter == nil:
		return ""
	case *e.RetryAfter == 1:
		return ". Retry after 1 second"
	default:
		return fmt.Sprintf(". Retry after %d seconds", *e.RetryAfter)
	}
}

func (e *RateLimited) undecorated(text string) string { return strings.TrimSuffix(text, e.advice()) }
func (e *RateLimited) Code() Code                     { return "RATE_LIMITED" }
func (e *RateLimited) Details() map[string]any        { return detailsOf(e) }
func (e *RateLimited) MarshalJSON() ([]byte, error)   { return jsonOf(e) }
func (e *RateLimited) Is(target error) bool           { return target == ErrAPI }
func (e *RateLimited) hint() string                   { return e.Fix }

// ServerError: Mixpanel answered 5xx and retrying did not help.
type ServerError struct {
	Exchange

	// Message says what was asked for and what came back.
	Message string `json:"-"`
}

func (e *ServerError) Error() string                { return cmp.Or(e.Message, e.answered()) }
func (e *ServerError) Code() Code                   { return "SERVER_ERROR" }
func (e *ServerError) Details() map[string]any      { return detailsOf(e) }
func (e *ServerError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *ServerError) Is(target error) bool         { return target == ErrAPI }

// HTTPError: no answer arrived: name resolution, connection, TLS, a stall or a cut.
type HTTPError struct {
	// Message says what was asked for and what went wrong.
	Message string `json:"-"`
	// RequestMethod is GET or POST.
	RequestMethod string `json:"request_method,omitempty"`
	// RequestURL is the address without user info and query string.
	RequestURL string `json:"request_url,omitempty"`
	// Reason is the transport's own text.
	Reason string `json:"error"`
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *HTTPError) Error() string {
	return cmp.Or(e.Message, e.Reason, "no answer from mixpanel")
}
func (e *HTTPError) Code() Code                   { return "HTTP_ERROR" }
func (e *HTTPError) Details() map[string]any      { return detailsOf(e) }
func (e *HTTPError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *HTTPError) Unwrap() error                { return e.Cause }
