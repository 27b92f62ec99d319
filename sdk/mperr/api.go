package mperr

import "fmt"

// Exchange is the HTTP request that failed and the answer it got. It never holds a header, so no credential; the URL is
// without user info and query string, as filters and ids of a user stay out of messages and logs.
type Exchange struct {
	StatusCode    int    `json:"status_code"`
	RequestMethod string `json:"request_method,omitempty"`
	RequestURL    string `json:"request_url,omitempty"`
	// ResponseBody is the start of the body, 500 bytes at most.
	ResponseBody string `json:"response_body,omitempty"`
}

// APIError: Mixpanel answered with a status that fits no other type.
type APIError struct {
	Exchange
	Message string `json:"-"`
	Fix     string `json:"fix,omitempty"`
}

func (e *APIError) Error() string                { return e.Message }
func (e *APIError) Code() Code                   { return "API_ERROR" }
func (e *APIError) Details() map[string]any      { return detailsOf(e) }
func (e *APIError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *APIError) Is(target error) bool         { return target == ErrAPI }
func (e *APIError) hint() string                 { return e.Fix }

// AuthFailed: Mixpanel refused the credentials (401) or what they may do (402, 403).
type AuthFailed struct {
	Exchange
	Message string `json:"-"`
	Fix     string `json:"fix,omitempty"`
}

func (e *AuthFailed) Error() string                { return e.Message }
func (e *AuthFailed) Code() Code                   { return "AUTH_FAILED" }
func (e *AuthFailed) Details() map[string]any      { return detailsOf(e) }
func (e *AuthFailed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *AuthFailed) Is(target error) bool         { return target == ErrAPI }
func (e *AuthFailed) hint() string                 { return e.Fix }

// RateLimited: a quota of the project is used up and retrying inside the allowed wait did not help.
type RateLimited struct {
	Exchange
	Message string `json:"-"`
	// RetryAfter is the number of seconds until a retry may succeed; nil where Mixpanel did not say.
	RetryAfter *int `json:"retry_after"`
}

func (e *RateLimited) Error() string {
	if e.RetryAfter == nil {
		return e.Message
	}
	return fmt.Sprintf("%s (retry after %d seconds)", e.Message, *e.RetryAfter)
}
func (e *RateLimited) Code() Code                   { return "RATE_LIMITED" }
func (e *RateLimited) Details() map[string]any      { return detailsOf(e) }
func (e *RateLimited) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *RateLimited) Is(target error) bool         { return target == ErrAPI }

// ServerError: Mixpanel answered 5xx and retrying did not help.
type ServerError struct {
	Exchange
	Message string `json:"-"`
}

func (e *ServerError) Error() string                { return e.Message }
func (e *ServerError) Code() Code                   { return "SERVER_ERROR" }
func (e *ServerError) Details() map[string]any      { return detailsOf(e) }
func (e *ServerError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *ServerError) Is(target error) bool         { return target == ErrAPI }

// HTTPError: no answer arrived: name resolution, connection, TLS, a stall or a cut.
type HTTPError struct {
	Message       string `json:"-"`
	RequestMethod string `json:"request_method,omitempty"`
	RequestURL    string `json:"request_url,omitempty"`
	// Reason is the transport's own text.
	Reason string `json:"error"`
	Cause  error  `json:"-"`
}

func (e *HTTPError) Error() string                { return e.Message }
func (e *HTTPError) Code() Code                   { return "HTTP_ERROR" }
func (e *HTTPError) Details() map[string]any      { return detailsOf(e) }
func (e *HTTPError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *HTTPError) Unwrap() error                { return e.Cause }
