package host

import "context"

// once is a value that is made when it is first needed; [newOnce] makes one. A failed attempt is not kept: the next caller
// tries again, as its context or the world may be another. It is safe for concurrent use; callers wait for one attempt at
// a time, and no longer than their context.
type once[T any] struct {
	// turn holds one element while somebody uses what is below.
	turn chan struct{}
	made bool
	kept T
}

func newOnce[T any]() once[T] { return once[T]{turn: make(chan struct{}, 1)} }

func (o *once[T]) lock()   { o.turn <- struct{}{} }
func (o *once[T]) unlock() { <-o.turn }

// get gives the value, making it first where needed.
func (o *once[T]) get(ctx context.Context, attempt func(context.Context) (T, error)) (T, error) {
	return o.unless(ctx, func(T) bool { return false }, attempt)
}

// unless is get, but makes the value anew where stale says so of the one that is kept.
func (o *once[T]) unless(ctx context.Context, stale func(T) bool, attempt func(context.Context) (T, error)) (T, error) {
	select {
	case o.turn <- struct{}{}:
		defer o.unlock()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
	if o.made && !stale(o.kept) {
		return o.kept, nil
	}
	o.made = false
	made, err := attempt(ctx)
	if err == nil {
		o.kept, o.made = made, true
	}
	return made, err
}

// take gives what was made, if anything was, and forgets it: the next caller makes another.
func (o *once[T]) take() (T, bool) {
	o.lock()
	defer o.unlock()
	taken, made := o.kept, o.made
	var none T
	o.kept, o.made = none, false
	return taken, made
}

// value is what was made, if anything was.
func (o *once[T]) value() (T, bool) {
	o.lock()
	defer o.unlock()
	return o.kept, o.made
}
