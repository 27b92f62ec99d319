package mperr

import (
	"cmp"
	"fmt"
	"strings"
)

// QueryFailed: a query was refused, by Mixpanel (400, 404) or by the storage engine.
type QueryFailed struct {
	Exchange

	// Message is the server's or the engine's own text.
	Message string `json:"-"`
	// Position is the 1-based character in the query where the engine stopped; 0 where it did not say.
	Position int `json:"position,omitempty"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
}

func (e *QueryFailed) Error() string                { return cmp.Or(e.Message, "the query was refused") }
func (e *QueryFailed) Code() Code                   { return "QUERY_FAILED" }
func (e *QueryFailed) Details() map[string]any      { return detailsOf(e) }
func (e *QueryFailed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *QueryFailed) Is(target error) bool         { return target == ErrQuery || target == ErrAPI }
func (e *QueryFailed) hint() string                 { return e.Fix }

// JQLSyntaxError: a JQL script did not run (412).
type JQLSyntaxError struct {
	Exchange

	// Message says in one line what is wrong and where.
	Message string `json:"-"`
	// ErrorType is the class of the script's error, such as TypeError.
	ErrorType string `json:"error_type"`
	// ErrorMessage is the script engine's own text.
	ErrorMessage string `json:"error_message"`
	// LineInfo is the line at fault with a mark under it.
	LineInfo string `json:"line_info,omitempty"`
	// StackTrace is the script's stack.
	StackTrace string `json:"stack_trace,omitempty"`
	// Script is the script that was sent, where the caller asked for errors that show requests, as mp -vv does.
	Script string `json:"script,omitempty"`
	// RequestPath is the path that was asked.
	RequestPath string `json:"request_path,omitempty"`
	// RawError is Mixpanel's text, 4 KiB at most.
	RawError string `json:"raw_error,omitempty"`
}

func (e *JQLSyntaxError) Error() string {
	return cmp.Or(e.Message, e.ErrorMessage, e.RawError, "the jql script did not run")
}
func (e *JQLSyntaxError) Code() Code                   { return "JQL_SYNTAX_ERROR" }
func (e *JQLSyntaxError) Details() map[string]any      { return detailsOf(e) }
func (e *JQLSyntaxError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *JQLSyntaxError) Is(target error) bool         { return target == ErrQuery || target == ErrAPI }

// InsufficientData: what is stored does not tell the answer.
type InsufficientData struct {
	// Subject is what was to be told.
	Subject string `json:"subject"`
	// Reason says what is missing.
	Reason string `json:"reason"`
	// Fix is one sentence on how to get it.
	Fix string `json:"fix,omitempty"`
}

func (e *InsufficientData) Error() string {
	return cmp.Or(e.Subject, "the answer") + " cannot be told: " + cmp.Or(e.Reason, "there is too little data")
}
func (e *InsufficientData) Code() Code                   { return "INSUFFICIENT_DATA" }
func (e *InsufficientData) Details() map[string]any      { return detailsOf(e) }
func (e *InsufficientData) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *InsufficientData) hint() string                 { return e.Fix }

// EventNotFound: no event of that name in the project.
type EventNotFound struct {
	// EventName is the name that was asked for.
	EventName string `json:"event_name"`
	// SimilarEvents are near names, the nearest first, five at most.
	SimilarEvents []string `json:"similar_events"`
}

func (e *EventNotFound) Error() string {
	text := fmt.Sprintf("event %q not found", e.EventName)
	if len(e.SimilarEvents) > 0 {
		text += ": did you mean " + strings.Join(e.SimilarEvents, ", ") + "?"
	}
	return text
}
func (e *EventNotFound) Code() Code                   { return "EVENT_NOT_FOUND" }
func (e *EventNotFound) Details() map[string]any      { return detailsOf(e) }
func (e *EventNotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }

// NotFound: what was named by its id or name is not in the project, such as a saved funnel (404).
type NotFound struct {
	Exchange

	// Kind is what was looked for: funnel, report, schema.
	Kind string `json:"kind"`
	// Name is the id or name that was asked for.
	Name string `json:"name"`
	// Reason is Mixpanel's own text.
	Reason string `json:"reason,omitempty"`
	// Fix is one sentence on how to find the right one.
	Fix string `json:"fix,omitempty"`
}

func (e *NotFound) Error() string {
	text := fmt.Sprintf("%s %s not found", cmp.Or(e.Kind, "what was asked for"), e.Name)
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}
func (e *NotFound) Code() Code                   { return "NOT_FOUND" }
func (e *NotFound) Details() map[string]any      { return detailsOf(e) }
func (e *NotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *NotFound) Is(target error) bool         { return target == ErrQuery || target == ErrAPI }
func (e *NotFound) hint() string                 { return e.Fix }
