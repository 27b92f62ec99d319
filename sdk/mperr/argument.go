package mperr

import (
	"fmt"
	"strings"
)

// InvalidArgument: a value given by the caller cannot be used. Nothing was done.
type InvalidArgument struct {
	// Argument is the parameter, flag or field.
	Argument string `json:"argument"`
	// Value is what was given, as text; left out where it might be secret.
	Value string `json:"value,omitempty"`
	// Reason says what is wrong with it.
	Reason string `json:"reason"`
	// Allowed lists the values that would do, where they are few.
	Allowed []string `json:"allowed,omitempty"`
}

func (e *InvalidArgument) Error() string {
	text := e.Argument
	if e.Value != "" {
		text += fmt.Sprintf(" %q", e.Value)
	}
	text += ": " + e.Reason
	if len(e.Allowed) > 0 {
		text += " (allowed: " + strings.Join(e.Allowed, ", ") + ")"
	}
	return text
}
func (e *InvalidArgument) Code() Code                   { return "INVALID_ARGUMENT" }
func (e *InvalidArgument) Details() map[string]any      { return detailsOf(e) }
func (e *InvalidArgument) MarshalJSON() ([]byte, error) { return jsonOf(e) }

// DateRangeTooLarge: more days than the server or plan gives.
type DateRangeTooLarge struct {
	// FromDate is the first day, YYYY-MM-DD.
	FromDate string `json:"from_date"`
	// ToDate is the last day, YYYY-MM-DD.
	ToDate string `json:"to_date"`
	// DaysRequested is the length of the range, both ends included.
	DaysRequested int `json:"days_requested"`
	// MaxDays is the longest range allowed.
	MaxDays int `json:"max_days"`
}

func (e *DateRangeTooLarge) Error() string {
	return fmt.Sprintf("date range %s is %d days long, more than the %d allowed",
		daysText(e.FromDate, e.ToDate), e.DaysRequested, e.MaxDays)
}
func (e *DateRangeTooLarge) Code() Code                   { return "DATE_RANGE_TOO_LARGE" }
func (e *DateRangeTooLarge) Details() map[string]any      { return detailsOf(e) }
func (e *DateRangeTooLarge) MarshalJSON() ([]byte, error) { return jsonOf(e) }

// daysText is an inclusive run of days, or the one day.
func daysText(from, to string) string {
	if from == to {
		return from
	}
	return from + ".." + to
}
