package host

import (
	"context"
	"sync"
)

// once is a value that is made when it is first needed. A failed attempt is not kept: the next caller tries again, as
// its context or the world may be another. It is safe for concurrent use; callers wait for one attempt at a time.
type once[T any] struct {
	mu   sync.Mutex
	made bool
	kept T
}

// get gives the value, making it first where needed.
func (o *once[T]) get(ctx context.Context, make func(context.Context) (T, error)) (T, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.made {
		return o.kept, nil
	}
	made, err := make(ctx)
	if err == nil {
		o.kept, o.made = made, true
	}
	return made, err
}

// take gives what was made, if anything was, and forgets it: the next caller makes another.
func (o *once[T]) take() (T, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	taken, made := o.kept, o.made
	var none T
	o.kept, o.made = none, false
	return taken, made
}

// value is what was made, if anything was.
func (o *once[T]) value() (T, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.kept, o.made
}
