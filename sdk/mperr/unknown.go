package mperr

import (
	"cmp"
	"context"
)

// UnknownError: an error that nobody gave a code. Meeting one is a fault of mp or of a plugin.
type UnknownError struct {
	// Message is the text of the error.
	Message string `json:"-"`
	// ForeignCode is a code that this build does not know, from a newer plugin; "" otherwise.
	ForeignCode Code `json:"foreign_code,omitempty"`
	// ForeignDetails are the details that came with the foreign code.
	ForeignDetails map[string]any `json:"foreign_details,omitempty"`
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *UnknownError) Error() string                { return cmp.Or(e.Message, "unknown error") }
func (e *UnknownError) Code() Code                   { return "UNKNOWN_ERROR" }
func (e *UnknownError) Details() map[string]any      { return detailsOf(e) }
func (e *UnknownError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *UnknownError) Unwrap() error                { return e.Cause }

// Canceled: the caller ended the work. It is context.Canceled for errors.Is on both sides of the border.
type Canceled struct {
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *Canceled) Error() string                { return "interrupted" }
func (e *Canceled) Code() Code                   { return "CANCELED" }
func (e *Canceled) Details() map[string]any      { return detailsOf(e) }
func (e *Canceled) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *Canceled) Is(target error) bool         { return target == context.Canceled }
func (e *Canceled) Unwrap() error                { return e.Cause }

// DeadlineExceeded: the caller's own deadline passed. It is context.DeadlineExceeded for errors.Is on both sides.
type DeadlineExceeded struct {
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *DeadlineExceeded) Error() string                { return "the deadline passed" }
func (e *DeadlineExceeded) Code() Code                   { return "DEADLINE_EXCEEDED" }
func (e *DeadlineExceeded) Details() map[string]any      { return detailsOf(e) }
func (e *DeadlineExceeded) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *DeadlineExceeded) Is(target error) bool         { return target == context.DeadlineExceeded }
func (e *DeadlineExceeded) Unwrap() error                { return e.Cause }
