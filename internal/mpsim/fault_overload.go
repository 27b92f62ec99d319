package mpsim

import (
	"fmt"
	"net/http"
)

// Overloaded refuses a query as Mixpanel does to shed load: with 429 and the
// beginning of the usual text, but without numbers and headers about limits.
type Overloaded struct{}

// Answer implements Effect.
func (Overloaded) Answer(w http.ResponseWriter, r *http.Request, _ http.Handler, _ Clock) {
	message := fmt.Sprintf("Query rate limit exceeded for project_id: %s. Please try again later.", r.FormValue("project_id"))
	writeFailure(w, r, &failure{status: http.StatusTooManyRequests, message: message})
}
