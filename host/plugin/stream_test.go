//go:build unix

package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rows is a unit's body of one row, again and again.
type rows struct{ batch arrow.RecordBatch }

func newRows(t *testing.T) rows {
	t.Helper()
	schema := storage.EventsSchema()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	builder.Field(0).(*array.StringBuilder).Append("e")
	builder.Field(1).(*array.TimestampBuilder).Append(1)
	for _, i := range []int{2, 3, 4} {
		builder.Field(i).(*array.StringBuilder).Append("{}")
	}
	builder.Field(5).(*array.Date32Builder).Append(1)
	batch := builder.NewRecordBatch()
	t.Cleanup(batch.Release)
	return rows{batch}
}

func (r rows) Schema() *arrow.Schema  { return r.batch.Schema() }
func (r rows) Footer() storage.Footer { return storage.Footer{} }
func (r rows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	return r.batch, ctx.Err()
}

func TestAStreamCutInTheMiddleIsExplained(t *testing.T) {
	t.Parallel()
	for session, code := range map[string]mperr.Code{"exit": "PLUGIN_CRASHED", "stop": "PLUGIN_TIMEOUT"} {
		t.Run(session, func(t *testing.T) {
			t.Parallel()
			dir := shelf(t)
			install(t, dir, Storage, "freezer")
			cfg := Config{Dirs: []string{dir}}
			if session == "stop" {
				// Long enough that a busy machine answers the pings that come before the stop.
				cfg.PingInterval, cfg.PingTimeout = 20*time.Millisecond, time.Second
			}
			p, err := managed(t, cfg).Start(t.Context(), Storage, "freezer")
			if err != nil {
				t.Fatal(err)
			}
			sink, err := p.Engine().Open(t.Context(), storage.Options{Location: "/nowhere"})
			if err != nil {
				t.Fatal(err)
			}
			_, err = sink.WriteUnit(t.Context(), session, storage.Unit{ID: "u"}, newRows(t))
			if mperr.CodeOf(err) != code || evidenceOf(t, err).Call != "storage.WriteUnit" {
				t.Errorf("got %s: %v, want %s of storage.WriteUnit", mperr.CodeOf(err), err, code)
			}
			if session == "exit" && evidenceOf(t, err).Exit != "exit status 5" {
				t.Errorf("got %+v", evidenceOf(t, err))
			}
		})
	}
}
