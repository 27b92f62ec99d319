package duck

import (
	"context"
	"errors"
	"io"
	"time"

	bindings "github.com/duckdb/duckdb-go-bindings"
)

// during runs f on the connection and interrupts it when ctx ends or the answer is closed.
func (a *Answer) during(ctx context.Context, f func() error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if a.closed || a.life.Err() != nil {
		return errClosed
	}
	stop := a.interruptWith(ctx)
	err := f()
	stop()
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case a.life.Err() != nil:
		return errClosed
	}
	return err
}

// interruptWith interrupts what the connection does from the end of ctx or of the answer until it is stopped. It repeats
// itself: DuckDB forgets an interrupt that comes between two steps.
func (a *Answer) interruptWith(ctx context.Context) (stop func()) {
	done, gone := make(chan struct{}), make(chan struct{})
	go func() { // ends when stop is called
		defer close(gone)
		select {
		case <-done:
			return
		case <-ctx.Done():
		case <-a.life.Done():
		}
		again := time.NewTicker(5 * time.Millisecond)
		defer again.Stop()
		for {
			bindings.Interrupt(a.conn.native)
			select {
			case <-done:
				return
			case <-again.C:
			}
		}
	}()
	return func() {
		close(done)
		<-gone
	}
}
