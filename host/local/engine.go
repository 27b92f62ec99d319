package local

import (
	"context"
	"fmt"
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Store is what the engine asks. A [storage.Sink] that is a [storage.Analyzer] is one.
type Store interface {
	storage.Analyzer

	// Coverage gives the days of a table; see [storage.Catalog].
	Coverage(ctx context.Context, table string) ([]storage.Day, error)
}

// Engine answers questions from a table of events. Store and Table are required, other zero values work. It may be used by
// several goroutines at once, if the store may.
type Engine struct {
	Store Store
	// Table is the table's name.
	Table string
	// Zone is the project's time zone by its IANA name, by whose clocks days are days; "" is UTC.
	Zone string
	// LocalTime says that the project's export is divided into days of Zone, and shows its time: export_time = project.
	LocalTime bool
	// Strict makes an error of days that the table lacks.
	Strict bool
	// Warn is told of them otherwise; nil ignores it.
	Warn func(text string)
	// Now is the clock, by which days that are not over yet are known; nil is [time.Now].
	Now func() time.Time
}

// period is the days of a question.
func (e Engine) period(from, to string) storage.Period {
	return storage.Period{From: from, To: to, Zone: e.Zone, LocalTime: e.LocalTime}
}

// ask checks that the table has the days, which reach ahead of the period, and calls take for each row of the answer. An
// error of take is what the answer had that no answer has.
func (e Engine) ask(ctx context.Context, question storage.Question, period storage.Period, ahead time.Duration, take func(stored.Row) error) error {
	if err := question.Check(); err != nil {
		return err
	}
	if err := e.checkCoverage(ctx, period, ahead); err != nil {
		return err
	}
	return stored.Ask(ctx, e.Store, question, take)
}

// told gives a result, and warns of names that it has nothing of and that the table does not have.
func told[R any](ctx context.Context, e Engine, question storage.Question, made *R, err error, doubt func(*R) live.Doubt) (*R, error) {
	if made, err = understood(question, made, err); err == nil {
		e.tellDoubt(ctx, doubt(made))
	}
	return made, err
}

// understood blames the store for an answer of which no result can be made: the question was looked at before.
func understood[R any](question storage.Question, made R, err error) (R, error) {
	if err != nil {
		var none R
		return none, stored.Unclear(question, err)
	}
	return made, nil
}

// place is where a number of an answer says that something belongs, among so many places.
func place(what string, number int64, places int) (int, error) {
	if number < 0 || number >= int64(places) {
		return 0, fmt.Errorf("it has the %s %d, of 0 to %d", what, number, places-1)
	}
	return int(number), nil
}

// noDate is the error for a date of an answer under which nothing was asked about.
func noDate(date string) error {
	return fmt.Errorf("it has the date %q, which is none of the question's", date)
}

func (e Engine) now() time.Time {
	if e.Now == nil {
		return time.Now()
	}
	return e.Now()
}
