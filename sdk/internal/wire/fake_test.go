package wire_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// provider answers Resolve with a function.
type provider func(context.Context, credential.Request) (credential.Resolution, error)

func (p provider) Resolve(ctx context.Context, r credential.Request) (credential.Resolution, error) {
	return p(ctx, r)
}

// engine opens sinks with a function, and declares what it is told to.
type engine struct {
	powers []storage.Capability
	open   func(context.Context, storage.Options) (storage.Sink, error)
}

func (e engine) Capabilities() []storage.Capability { return e.powers }

func (e engine) Open(ctx context.Context, o storage.Options) (storage.Sink, error) {
	return e.open(ctx, o)
}

// sink has every power; the methods that a test does not set panic, which the wire reports as a crash.
type sink struct {
	storage.Sink

	info      func(context.Context) (storage.Info, error)
	writeUnit func(context.Context, string, storage.Unit, storage.Rows) (storage.UnitReport, error)
	query     func(context.Context, storage.Query) (storage.Reader, error)
	sample    func(context.Context, string, int) (storage.Reader, error)
	analyze   func(context.Context, storage.Question) (storage.Reader, error)
	begin     func(context.Context, storage.Target) (storage.Session, error)
	closed    func(context.Context) error
}

func (s *sink) Info(ctx context.Context) (storage.Info, error) { return s.info(ctx) }

func (s *sink) WriteUnit(ctx context.Context, session string, u storage.Unit, r storage.Rows) (storage.UnitReport, error) {
	return s.writeUnit(ctx, session, u, r)
}

func (s *sink) Query(ctx context.Context, q storage.Query) (storage.Reader, error) {
	return s.query(ctx, q)
}

func (s *sink) Begin(ctx context.Context, target storage.Target) (storage.Session, error) {
	return s.begin(ctx, target)
}

func (s *sink) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	return s.sample(ctx, table, n)
}

func (s *sink) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	return s.analyze(ctx, question)
}

func (s *sink) Close(ctx context.Context) error {
	if s.closed == nil {
		return nil
	}
	return s.closed(ctx)
}

// engineOf opens s, with all powers.
func engineOf(s storage.Sink) engine {
	return engine{
		powers: []storage.Capability{storage.CapabilitySQL, storage.CapabilitySample, storage.CapabilityAnalyze},
		open:   func(context.Context, storage.Options) (storage.Sink, error) { return s, nil },
	}
}

// batches is a stream of record batches in memory, as a Reader and as Rows.
type batches struct {
	schema *arrow.Schema
	all    []arrow.RecordBatch
	// end is what Next gives after the last batch; nil is io.EOF.
	end    error
	footer storage.Footer
	given  int
	closed chan struct{}
}

func (b *batches) Schema() *arrow.Schema { return b.schema }

func (b *batches) Next(context.Context) (arrow.RecordBatch, error) {
	if b.given == len(b.all) {
		if b.end != nil {
			return nil, b.end
		}
		return nil, io.EOF
	}
	b.given++
	return b.all[b.given-1], nil
}

func (b *batches) Footer() storage.Footer { return b.footer }

func (b *batches) Close() error {
	if b.closed != nil {
		close(b.closed)
	}
	return nil
}

// numbers is the schema of the batches that numbered makes.
var numbers = arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)

// numbered makes a batch of the numbers from first on.
func numbered(first, count int) arrow.RecordBatch {
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	for i := range count {
		builder.Append(int64(first + i))
	}
	column := builder.NewArray()
	return array.NewRecordBatch(numbers, []arrow.Array{column}, int64(count))
}

// numberedBatches are n batches of ten numbers, with the right footer.
func numberedBatches(n int) *batches {
	b := &batches{schema: numbers}
	for i := range n {
		b.all = append(b.all, numbered(10*i, 10))
	}
	b.footer.Rows = int64(10 * n)
	return b
}

// open opens a sink of e.
func open(t *testing.T, e storage.Engine) storage.Sink {
	t.Helper()
	s, err := e.Open(t.Context(), storage.Options{Location: "memory"})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return s
}

// drain reads numbers to their end.
func drain(ctx context.Context, rows interface {
	Next(context.Context) (arrow.RecordBatch, error)
}) (out []int64, err error) {
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, batch.Column(0).(*array.Int64).Int64Values()...)
	}
}
