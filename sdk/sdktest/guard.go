package sdktest

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// within gives f's answer, or an error where f panics or has not returned long after its context ended: a plugin that
// fails so fails its subtest and not the whole run. What hangs is left behind; nothing can stop it from outside.
func within[T any](ctx context.Context, what string, f func(context.Context) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if cause := recover(); cause != nil {
				a.err = fmt.Errorf("%s panicked: %v\n%s", what, cause, debug.Stack())
			}
			answered <- a
		}()
		a.value, a.err = f(ctx)
	}()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-ctx.Done():
	}
	grace := time.NewTimer(graceAfterEnd)
	defer grace.Stop()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-grace.C:
		var none T
		cause := context.Cause(ctx).Error() // as text: whoever hangs has not answered that the context ended
		return none, fmt.Errorf("%s had not returned %v after its context ended (%s)", what, graceAfterEnd, cause)
	}
}

// graceAfterEnd is what a call gets to come back after its context ended; an engine may have to roll back first.
const graceAfterEnd = 5 * time.Second

// guardEngine puts within around every call of an engine's sinks that waits.
func guardEngine(engine storage.Engine) storage.Engine { return guardedEngine{engine} }

type guardedEngine struct{ storage.Engine }

func (g guardedEngine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	sink, err := within(ctx, "Open", func(ctx context.Context) (storage.Sink, error) { return g.Engine.Open(ctx, options) })
	if err != nil {
		return nil, err
	}
	has := powers.Of(sink)
	if has.Querier != nil {
		has.Querier = guardedQuerier{has.Querier}
	}
	if has.Sampler != nil {
		has.Sampler = guardedSampler{has.Sampler}
	}
	if has.Analyzer != nil {
		has.Analyzer = guardedAnalyzer{has.Analyzer}
	}
	return powers.Join(guardedSink{sink}, has), nil
}

type guardedSink struct{ sink storage.Sink }

func (g guardedSink) Begin(ctx context.Context, target storage.Target) (storage.Session, error) {
	return within(ctx, "Begin", func(ctx context.Context) (storage.Session, error) { return g.sink.Begin(ctx, target) })
}

func (g guardedSink) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	return within(ctx, "WriteUnit", func(ctx context.Context) (storage.UnitReport, error) {
		return g.sink.WriteUnit(ctx, session, unit, rows)
	})
}

func (g guardedSink) Commit(ctx context.Context, session string) (storage.Table, error) {
	return within(ctx, "Commit", func(ctx context.Context) (storage.Table, error) { return g.sink.Commit(ctx, session) })
}

func (g guardedSink) Abort(ctx context.Context, session string) error {
	return within0(ctx, "Abort", func(ctx context.Context) error { return g.sink.Abort(ctx, session) })
}

func (g guardedSink) Info(ctx context.Context) (storage.Info, error) {
	return within(ctx, "Info", g.sink.Info)
}

func (g guardedSink) Tables(ctx context.Context) ([]storage.Table, error) {
	return within(ctx, "Tables", g.sink.Tables)
}

func (g guardedSink) Describe(ctx context.Context, table string) ([]storage.Column, error) {
	return within(ctx, "Describe", func(ctx context.Context) ([]storage.Column, error) { return g.sink.Describe(ctx, table) })
}

func (g guardedSink) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	return within(ctx, "Coverage", func(ctx context.Context) ([]storage.Day, error) { return g.sink.Coverage(ctx, table) })
}

func (g guardedSink) Drop(ctx context.Context, table string) error {
	return within0(ctx, "Drop", func(ctx context.Context) error { return g.sink.Drop(ctx, table) })
}

func (g guardedSink) Close(ctx context.Context) error {
	return within0(ctx, "Close", g.sink.Close)
}

type guardedQuerier struct{ querier storage.Querier }

func (g guardedQuerier) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	reader, err := within(ctx, "Query", func(ctx context.Context) (storage.Reader, error) { return g.querier.Query(ctx, query) })
	return guardReader(reader, err)
}

type guardedSampler struct{ sampler storage.Sampler }

func (g guardedSampler) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	reader, err := within(ctx, "Sample", func(ctx context.Context) (storage.Reader, error) { return g.sampler.Sample(ctx, table, n) })
	return guardReader(reader, err)
}

type guardedAnalyzer struct{ analyzer storage.Analyzer }

func (g guardedAnalyzer) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	reader, err := within(ctx, "Analyze", func(ctx context.Context) (storage.Reader, error) { return g.analyzer.Analyze(ctx, question) })
	return guardReader(reader, err)
}

type guardedReader struct{ storage.Reader }

func guardReader(reader storage.Reader, err error) (storage.Reader, error) {
	if err != nil {
		return nil, err
	}
	return guardedReader{reader}, nil
}

func (g guardedReader) Next(ctx context.Context) (arrow.RecordBatch, error) {
	return within(ctx, "Next", g.Reader.Next)
}

func (g guardedReader) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), graceAfterEnd)
	defer cancel()
	return within0(ctx, "Close", func(context.Context) error { return g.Reader.Close() })
}

// within0 is within for calls that give nothing but an error.
func within0(ctx context.Context, what string, f func(context.Context) error) error {
	_, err := within(ctx, what, func(ctx context.Context) (struct{}, error) { return struct{}{}, f(ctx) })
	return err
}
