package mixpanel

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// failure is a try that did not succeed.
type failure struct {
	err error
	// transient says that the same request may succeed later.
	transient bool
	// after is the wait that the server asked for; 0 where it named none.
	after time.Duration
	// pause says that it is a refusal for reasons that pass, and not for the hour's quota; shed that it is for the load of
	// the server, which no patience with quotas has a say in.
	pause, shed bool
}

// repeat runs try until it succeeds, fails for good, or the policy is used up.
func (c *Client) repeat(ctx context.Context, try func(context.Context) *failure) error {
	for n := 1; ; n++ {
		failed := try(ctx)
		if failed == nil {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if !failed.transient || n > c.config.Retry.Times {
			return failed.err
		}
		delay, worth := c.delay(failed, n)
		if !worth || outlasts(ctx, c.config.Now(), delay) {
			return failed.err
		}
		c.announce(failed, delay, n+1)
		if err := c.config.Sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// delay is the wait after the n-th try; worth is false where the server asks for more patience than the policy has.
func (c *Client) delay(failed *failure, n int) (delay time.Duration, worth bool) {
	policy := c.config.Retry
	if errors.As(failed.err, new(*mperr.RateLimited)) && !failed.shed && (policy.MaxWait < 0 || failed.after > policy.MaxWait) {
		return 0, false
	}
	if failed.after > 0 {
		// A second's spread keeps the workers of one fetch, told the same moment, from arriving together.
		return min(failed.after, max(policy.MaxWait, policy.Longest)) + jitter(time.Second), true
	}
	wait := policy.Longest
	if n < 32 && policy.Base<<(n-1) > 0 {
		wait = min(policy.Base<<(n-1), policy.Longest)
	}
	return wait + jitter(wait/2), true
}

func jitter(most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	return rand.N(most) //nolint:gosec // jitter is no secret
}

// outlasts says whether a wait would end after the context's deadline: the error at hand tells more than the deadline's.
func outlasts(ctx context.Context, now time.Time, delay time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && now.Add(delay).After(deadline)
}

func (c *Client) announce(failed *failure, delay time.Duration, try int) {
	cause := failed.err
	until := c.config.Now().Add(delay)
	c.config.Log.Info("mixpanel request will be repeated", "try", try, "at", until, "cause", cause)
	c.config.OnWait(Wait{Cause: cause, Pause: failed.pause, Until: until, Delay: delay, Try: try})
}

// retryAfter reads a Retry-After header, in seconds or as an HTTP date; 0 where there is none or it is not readable.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}
