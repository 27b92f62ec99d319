package mixpanel

import (
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// limited is the failure of a 429, of which there are four that differ in what helps: the hour's quota, too many requests
// under way, Mixpanel's own load, and a wait without a reason. They are told apart by the body's text, by the RateLimit
// headers, which come with the first two alone, and by how long Mixpanel asks to wait.
func (a answered) limited(header http.Header) *failure {
	lower := strings.ToLower(a.message)
	numbered := len(header.Values("Ratelimit")) > 0
	refused := &failure{transient: true, after: a.after}
	switch {
	case strings.Contains(lower, "concurren") && !strings.Contains(lower, "hour"), strings.Contains(lower, "in progress"):
		refused.pause, refused.err = true, a.rateLimited("too many of the project's requests are under way")
	case numbered, strings.Contains(lower, "hour"), strings.Contains(lower, "rate limit reached"), a.after >= time.Minute:
		refused.err = a.rateLimited("the project's request quota is used up")
	case strings.HasPrefix(lower, "query rate limit exceeded"):
		refused.pause, refused.shed = true, true
		refused.err = a.rateLimited("Mixpanel is overloaded and refuses requests of the project")
	default:
		refused.pause, refused.err = true, a.rateLimited("Mixpanel asks to send the request later")
	}
	return refused
}

func (a answered) rateLimited(what string) error {
	limited := &mperr.RateLimited{Exchange: a.exchange, Message: a.text(what)}
	if a.after > 0 {
		seconds := int(math.Ceil(a.after.Seconds()))
		limited.RetryAfter = &seconds
	}
	return limited
}
