package fetch_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// telling is an engine that tells the newest update.
type telling struct{ storage.Engine }

func (e *telling) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	sink, err := e.Engine.Open(ctx, options)
	return &tellingSink{sink.(sampling)}, err
}

type sampling interface {
	storage.Sink
	storage.Sampler
}

type tellingSink struct{ sampling }

func (s *tellingSink) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	asked, ok := question.(storage.Newest)
	if !ok {
		return nil, storage.UnknownQuestion(question.Name())
	}
	reader, err := s.Sample(ctx, asked.Table, 1<<30)
	return &newest{reader, asked.Schema()}, err
}

// newest gives the greatest last_seen of its rows.
type newest struct {
	storage.Reader

	schema *arrow.Schema
}

func (n *newest) Schema() *arrow.Schema { return n.schema }

func (n *newest) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := n.Reader.Next(ctx)
	if err != nil {
		return nil, err
	}
	if batch.NumRows() == 0 {
		return nil, io.EOF
	}
	seen := batch.Column(1).(*array.Timestamp)
	at := 0
	for i := range seen.Len() {
		if seen.IsValid(i) && (seen.IsNull(at) || seen.Value(i) > seen.Value(at)) {
			at = i
		}
	}
	return array.NewRecordBatch(n.schema, []arrow.Array{array.NewSlice(seen, int64(at), int64(at)+1)}, 1), nil
}

func TestAnIncrementalFetchBringsWhatChangedSince(t *testing.T) {
	w := newWorld(t, crowd(300, 100))
	w.engine = &telling{w.engine}
	w.clock.set("2026-01-10T00:00:00Z")
	if _, err := w.profiles(everybody); err != nil {
		t.Fatal(err)
	}
	before := w.people()
	w.clock.set("2026-01-12T00:00:00Z")
	request := fetch.ProfilesRequest{Table: "people", Mode: storage.Append, Incremental: true}
	summary, err := w.profiles(request)
	if err != nil {
		t.Fatal(err)
	}
	want := w.crowd()
	changed := 0
	for id, row := range want {
		if row != before[id] {
			changed++
		}
	}
	if diff := cmp.Diff(want, w.people()); diff != "" {
		t.Errorf("profiles (-want +got):\n%.3000s", diff)
	}
	if summary.Received < int64(changed) || summary.Received > int64(changed)+60 || summary.TableRows != 300 {
		t.Errorf("%d changed and %d came: %+v", changed, summary.Received, summary)
	}
}

func TestAnIncrementalFetchNeedsAStoreThatTells(t *testing.T) {
	w := newWorld(t, crowd(300, 100))
	if _, err := w.profiles(everybody); err != nil {
		t.Fatal(err)
	}
	asked := w.exports()
	_, err := w.profiles(fetch.ProfilesRequest{Table: "people", Mode: storage.Append, Incremental: true})
	unknown, ok := errors.AsType[*mperr.CapabilityNotSupported](err)
	if !ok || unknown.Capability != "analyze newest" || unknown.Fix == "" || asked() != 0 {
		t.Errorf("%v, and %d requests", err, asked())
	}
}
