package jql

import (
	"context"
	"iter"
)

// Data is what scripts are run over. It is used by one goroutine at a time.
type Data interface {
	// Events yields the events that a script asks for. The sequence ends early
	// with ctx; an error ends it too.
	Events(ctx context.Context, q EventQuery) iter.Seq2[Event, error]
	// People yields the profiles that a script asks for, likewise.
	People(ctx context.Context, q PeopleQuery) iter.Seq2[Person, error]
}

// EventQuery is the argument of Events().
type EventQuery struct {
	From      string     `json:"from_date"` // YYYY-MM-DD, inclusive
	To        string     `json:"to_date"`   // YYYY-MM-DD, inclusive
	Selectors []Selector `json:"event_selectors"`
}

// PeopleQuery is the argument of People().
type PeopleQuery struct {
	Selectors []Selector `json:"user_selectors"`
}

// Selector chooses items; one that any of several selectors chooses is chosen,
// and all are where there is none.
type Selector struct {
	Event    string `json:"event"`    // a name, "" for any event
	Selector string `json:"selector"` // an expression, "" for all
	Label    string `json:"label"`    // goes with the item
}

// Event is an item of Events().
type Event struct {
	Name       string
	DistinctID string
	Time       int64  // milliseconds of the wall clock in the project's zone
	Label      string // of the selector, "" for none
	Properties []byte // a well-formed JSON object, valid until the sequence goes on
}

// Person is an item of People().
type Person struct {
	DistinctID string
	LastSeen   int64  // epoch milliseconds, 0 where it is not known
	Properties []byte // a well-formed JSON object, valid until the sequence goes on
}
