package mpsim

import (
	"context"
	"net/http"
)

// ForgetSession makes engage forget the session that the request names, as if
// it had been left alone for too long. Requests without one are answered well.
type ForgetSession struct{}

// sessionEndKey is the context key of requests whose session is to be forgotten.
type sessionEndKey struct{}

// Answer implements Effect.
func (ForgetSession) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), sessionEndKey{}, true)))
}

// sessionsEnd tells whether the request met ForgetSession.
func sessionsEnd(ctx context.Context) bool { return ctx.Value(sessionEndKey{}) != nil }
