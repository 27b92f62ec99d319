package local

import (
	"context"
	"time"

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

// ask checks that the table has the days, which reach ahead of the period, and gives the rows of the answer.
func (e Engine) ask(ctx context.Context, question storage.Question, period storage.Period, ahead time.Duration) ([]row, error) {
	if err := question.Check(); err != nil {
		return nil, err
	}
	if err := e.checkCoverage(ctx, period, ahead); err != nil {
		return nil, err
	}
	reader, err := e.Store.Analyze(ctx, question)
	if err != nil {
		return nil, err
	}
	return readRows(ctx, reader)
}

func (e Engine) now() time.Time {
	if e.Now == nil {
		return time.Now()
	}
	return e.Now()
}
