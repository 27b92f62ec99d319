package engine

import (
	"context"
	"time"
)

// LockError is lockError.
var LockError = lockError

// NewWith makes an engine with another clock and another way to wait; nil keeps the real one.
func NewWith(now func() time.Time, wait func(context.Context, time.Duration) error) *Engine {
	e := New()
	if now != nil {
		e.now = now
	}
	if wait != nil {
		e.pause = wait
	}
	return e
}

// CallLogLarge makes a log of fewer bytes large.
func (e *Engine) CallLogLarge(bytes int64) *Engine {
	e.largeLog = bytes
	return e
}

// CallLarge makes units of more rows large.
func (e *Engine) CallLarge(rows int64) *Engine {
	e.small.rows = rows
	return e
}
