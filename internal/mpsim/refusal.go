package mpsim

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// refuseExport makes the 429 of the export API, in the two bodies that were
// observed: JSON where too many exports are under way, plain text where too many
// were begun.
func refuseExport(_ int64, _ *gate, full *window, wait time.Duration) error {
	refused := &failure{status: http.StatusTooManyRequests, header: retryAfter(wait)}
	if full == nil {
		refused.message = "too many export requests in progress for this project"
		return refused
	}
	refused.message, refused.plain = "rate limit reached", true
	return refused
}

// refuseQuery makes the 429 of the query API, with its RateLimit headers.
func refuseQuery(projectID int64, g *gate, full *window, wait time.Duration) error {
	hour := g.windows[0]
	header := retryAfter(wait)
	header.Set("Ratelimit-Policy", fmt.Sprintf(
		`"project";q=%d;w=%d, "project-concurrency";q=%d;qu="concurrent-requests"`,
		hour.quota, seconds(hour.span), g.concurrent))
	message := fmt.Sprintf("Query rate limit exceeded for project_id: %d. ", projectID)
	if full == nil {
		header.Set("Ratelimit", fmt.Sprintf(`"project";r=%d, "project-concurrency";r=0;t=%d`,
			max(0, hour.quota-len(hour.begun)), seconds(wait)))
		message += fmt.Sprintf("You have exceeded the concurrency limit (%d/%d queries running concurrently).",
			g.inside+1, g.concurrent)
	} else {
		header.Set("Ratelimit", fmt.Sprintf(`"project";r=0;t=%d, "project-concurrency";r=%d`,
			seconds(wait), max(0, g.concurrent-g.inside)))
		message += fmt.Sprintf("You have exceeded the hourly limit (%d/%d queries running in the last hour).",
			len(hour.begun)+1, hour.quota)
	}
	return &failure{status: http.StatusTooManyRequests, message: message, header: header}
}

func retryAfter(wait time.Duration) http.Header {
	return http.Header{"Retry-After": {strconv.Itoa(seconds(wait))}}
}

// seconds rounds up, so that who waits as told has waited enough.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
