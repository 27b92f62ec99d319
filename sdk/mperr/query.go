package mperr

import (
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
}

func (e *QueryFailed) Error() string                { return e.Message }
func (e *QueryFailed) Code() Code                   { return "QUERY_FAILED" }
func (e *QueryFailed) Details() map[string]any      { return detailsOf(e) }
func (e *QueryFailed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *QueryFailed) Is(target error) bool         { return target == ErrQuery || target == ErrAPI }

// JQLSyntaxError: a JQL script did not run (412).
type JQLSyntaxError struct {
	Exchange
	Message      string `json:"-"`
	ErrorType    string `json:"error_type"`
	ErrorMessage string `json:"error_message"`
	LineInfo     string `json:"line_info,omitempty"`
	StackTrace   string `json:"stack_trace,omitempty"`
	Script       string `json:"script,omitempty"`
	RequestPath  string `json:"request_path,omitempty"`
	RawError     string `json:"raw_error,omitempty"`
}

func (e *JQLSyntaxError) Error() string                { return e.Message }
func (e *JQLSyntaxError) Code() Code                   { return "JQL_SYNTAX_ERROR" }
func (e *JQLSyntaxError) Details() map[string]any      { return detailsOf(e) }
func (e *JQLSyntaxError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *JQLSyntaxError) Is(target error) bool         { return target == ErrQuery || target == ErrAPI }

// EventNotFound: no event of that name in the project.
type EventNotFound struct {
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
