package sdktest

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// full is a sink with all powers.
type full interface {
	storage.Sink
	storage.Querier
	storage.Sampler
	storage.Analyzer
}

// altered is an engine that breaks the contract: each function that is set stands in for a method and gets the working
// one to lean on. The others work.
type altered struct {
	storage.Engine

	// fails names the subtests that must notice.
	fails []string

	powers   []storage.Capability
	open     func(engine storage.Engine, options storage.Options) (storage.Sink, error)
	begin    func(sink full, target storage.Target) (storage.Session, error)
	write    func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error)
	commit   func(sink full, session string) (storage.Table, error)
	abort    func(sink full, session string) error
	info     func(sink full) (storage.Info, error)
	tables   func(tables []storage.Table) []storage.Table
	describe func(columns []storage.Column) []storage.Column
	coverage func(days []storage.Day) []storage.Day
	drop     func(sink full, table string) error
	close    func(sink full) error
	sample   func(ctx context.Context, sink full, table string, n int) (storage.Reader, error)
	query    func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error)
	analyze  func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error)
}

// apply breaks an engine.
func (a altered) apply(engine storage.Engine) storage.Engine {
	a.Engine = engine
	return a
}

func (a altered) Capabilities() []storage.Capability {
	if a.powers != nil {
		return a.powers
	}
	return a.Engine.Capabilities()
}

func (a altered) Open(ctx context.Context, options storage.Options) (sink storage.Sink, err error) {
	if a.open != nil {
		sink, err = a.open(a.Engine, options)
	} else {
		sink, err = a.Engine.Open(ctx, options)
	}
	if err != nil {
		return nil, err
	}
	return alteredSink{sink.(full), a}, nil
}

type alteredSink struct {
	full

	altered altered
}

func (s alteredSink) Begin(ctx context.Context, target storage.Target) (storage.Session, error) {
	if s.altered.begin == nil || storage.CheckTable(target.Table) != nil && !slices.Contains(s.altered.fails, badNames) {
		return s.full.Begin(ctx, target)
	}
	return s.altered.begin(s.full, target)
}

func (s alteredSink) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	if s.altered.write == nil {
		return s.full.WriteUnit(ctx, session, unit, rows)
	}
	return s.altered.write(ctx, s.full, session, unit, rows)
}

func (s alteredSink) Commit(ctx context.Context, session string) (storage.Table, error) {
	if s.altered.commit == nil {
		return s.full.Commit(ctx, session)
	}
	return s.altered.commit(s.full, session)
}

func (s alteredSink) Abort(ctx context.Context, session string) error {
	if s.altered.abort == nil {
		return s.full.Abort(ctx, session)
	}
	return s.altered.abort(s.full, session)
}

func (s alteredSink) Info(ctx context.Context) (storage.Info, error) {
	if s.altered.info == nil {
		return s.full.Info(ctx)
	}
	return s.altered.info(s.full)
}

func (s alteredSink) Tables(ctx context.Context) ([]storage.Table, error) {
	tables, err := s.full.Tables(ctx)
	if s.altered.tables != nil {
		tables = s.altered.tables(tables)
	}
	return tables, err
}

func (s alteredSink) Describe(ctx context.Context, table string) ([]storage.Column, error) {
	columns, err := s.full.Describe(ctx, table)
	if s.altered.describe != nil {
		columns = s.altered.describe(columns)
	}
	return columns, err
}

func (s alteredSink) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	days, err := s.full.Coverage(ctx, table)
	if s.altered.coverage != nil {
		days = s.altered.coverage(days)
	}
	return days, err
}

func (s alteredSink) Drop(ctx context.Context, table string) error {
	if s.altered.drop == nil {
		return s.full.Drop(ctx, table)
	}
	return s.altered.drop(s.full, table)
}

func (s alteredSink) Close(ctx context.Context) error {
	if s.altered.close == nil {
		return s.full.Close(ctx)
	}
	return s.altered.close(s.full)
}

func (s alteredSink) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	if s.altered.sample == nil {
		return s.full.Sample(ctx, table, n)
	}
	return s.altered.sample(ctx, s.full, table, n)
}

func (s alteredSink) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	if s.altered.query == nil {
		return s.full.Query(ctx, query)
	}
	return s.altered.query(ctx, s.full, query)
}

func (s alteredSink) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	if s.altered.analyze == nil {
		return s.full.Analyze(ctx, question)
	}
	return s.altered.analyze(ctx, s.full, question)
}

// rewrite makes a write function that alters the events of every unit and corrects the footer to fit.
func rewrite(alter func(events []event) []event) func(context.Context, full, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
	return func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		gathered, err := gatherEvents(ctx, unit, rows)
		if err != nil {
			return storage.UnitReport{}, err
		}
		gathered.events = alter(gathered.events)
		return sink.WriteUnit(ctx, session, unit, gathered.settled())
	}
}

// rewriteEach is rewrite for one event at a time.
func rewriteEach(alter func(*event)) func(context.Context, full, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
	return rewrite(func(events []event) []event {
		for i := range events {
			alter(&events[i])
		}
		return events
	})
}

// gatherEvents reads a unit to its end.
func gatherEvents(ctx context.Context, unit storage.Unit, rows storage.Rows) (*unitRows, error) {
	gathered := &unitRows{unit: unit, extra: rows.Schema().Fields()[6:], size: 100}
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			gathered.footer = rows.Footer()
			return gathered, nil
		}
		if err != nil {
			return gathered, err
		}
		if gathered.events, err = decode(gathered.events, batch); err != nil {
			return nil, err
		}
	}
}

// settled makes the footer say what the events are, and drops those of other days.
func (u *unitRows) settled() *unitRows {
	honest := unitWith(u.unit, nil)
	days := honest.days()
	u.events = slices.DeleteFunc(u.events, func(e event) bool { return !slices.Contains(days, e.Day) })
	rejects := u.footer.Days
	unfilled := u.footer.Unfilled
	u.footer = unitWith(u.unit, u.events).footer
	u.footer.Unfilled = unfilled
	for i, count := range rejects {
		if i < len(u.footer.Days) {
			u.footer.Days[i].Rejected = count.Rejected
			u.footer.Days[i].Received += count.Rejected
			u.footer.Days[i].Complete = count.Complete
		}
	}
	return u
}
