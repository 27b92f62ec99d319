package host

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// both runs two functions at once and gives both answers, or the first error, which ends the other one.
func both[A, B any](ctx context.Context, a func(context.Context) (A, error), b func(context.Context) (B, error)) (A, B, error) {
	var first A
	var second B
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		first, err = a(ctx)
		return err
	})
	group.Go(func() (err error) {
		second, err = b(ctx)
		return err
	})
	err := group.Wait()
	return first, second, err
}
