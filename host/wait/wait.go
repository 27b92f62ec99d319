// Package wait lets time pass. It is the one real clock behind the Sleep of each configuration in host, which tests
// replace.
package wait

import (
	"context"
	"time"
)

// For returns nil after d, or the context's error as soon as the context ends, also where it had ended before. A d of
// zero or less does not wait.
func For(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
