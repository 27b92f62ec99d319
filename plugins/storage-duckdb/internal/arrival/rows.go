package arrival

import (
	"context"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/util"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// Rows are the rows of a unit as DuckDB reads them: an [array.RecordReader] that checks and counts what passes. DuckDB
// calls it from threads of its own, one at a time; what it found is asked for when DuckDB is done.
type Rows struct {
	ctx     context.Context //nolint:containedctx // DuckDB calls Next, and has none to give
	source  storage.Rows
	columns []Column
	// arriving is the schema that the source announced; told is what DuckDB is told.
	arriving, told *arrow.Schema

	// mu orders the threads, which take turns under a lock of DuckDB's that Go does not see.
	mu sync.Mutex
	// held are batches that Hold has read ahead; current is the batch that Next moved to, ours while it was held.
	held    []arrow.RecordBatch
	current arrow.RecordBatch
	ours    bool
	counted int64
	days    map[arrow.Date32]int64
	repeats *repeats
	census  *census // nil for none
	ended   bool
	err     error
	panic   *PanicError
}

var _ array.RecordReader = (*Rows)(nil)

// New wraps the rows of a unit; columns are what [Columns] gives for its schema. ctx goes to every call of source.Next.
func New(ctx context.Context, source storage.Rows, columns []Column) *Rows {
	r := &Rows{ctx: ctx, source: source, columns: columns, arriving: source.Schema(), days: map[arrow.Date32]int64{}}
	r.told = toldSchema(r.arriving, columns)
	if at := r.places(); at != nil {
		r.repeats = newRepeats(*at)
		if slices.ContainsFunc(columns, func(c Column) bool { return c.Holds }) {
			r.census = newCensus(*at)
		}
	}
	return r
}

// toldSchema is the schema with the types as the table has them, where that takes no change of the memory: an instant in
// UTC is a TIMESTAMP in UTC, and text that was checked to be JSON by whoever sends it needs no second check. That check
// would refuse a text with half a surrogate pair, which Mixpanel accepts.
func toldSchema(arriving *arrow.Schema, columns []Column) *arrow.Schema {
	fields := arriving.Fields()
	for i, column := range columns {
		// Metadata of the sender must not turn a column into an extension type of which nothing here knows.
		fields[i] = arrow.Field{Name: fields[i].Name, Type: fields[i].Type, Nullable: true}
		switch column.Type {
		case JSON:
			fields[i].Metadata = arrow.MetadataFrom(map[string]string{"ARROW:extension:name": "arrow.json", "ARROW:extension:metadata": ""})
		case typeTimestamp:
			fields[i].Type = &arrow.TimestampType{Unit: arrow.Microsecond}
		}
	}
	return arrow.NewSchema(fields, nil)
}

// Schema is what DuckDB is told. It and the methods up to Release are the door for DuckDB.
func (r *Rows) Schema() *arrow.Schema { return r.told }

// Next moves to the next batch that has rows.
func (r *Rows) Next() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop()
	if len(r.held) > 0 {
		r.current, r.ours, r.held = r.held[0], true, r.held[1:]
		return true
	}
	r.current = r.pull()
	return r.current != nil
}

// Hold reads rows ahead until there are as many of them or of their bytes, or the unit is at its end or has failed. It
// says whether all rows are held.
func (r *Rows) Hold(rows, bytes int64) (all bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for size := int64(0); r.counted < rows && size < bytes; {
		batch := r.pull()
		if batch == nil {
			return r.ended
		}
		batch.Retain()
		r.held = append(r.held, batch)
		size += util.TotalRecordSize(batch)
	}
	return false
}

// Drop lets go of everything that is held.
func (r *Rows) Drop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop()
	for _, batch := range r.held {
		batch.Release()
	}
	r.held = nil
}

// RecordBatch is the batch that Next moved to.
func (r *Rows) RecordBatch() arrow.RecordBatch {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.current
}

// Record is the older name of RecordBatch.
func (r *Rows) Record() arrow.RecordBatch { return r.RecordBatch() }

// Err is why Next said no before the end of the rows: an error of the source, as it is, or of the checks.
func (r *Rows) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Retain and Release do nothing: rows belong to whoever called WriteUnit.
func (*Rows) Retain() {}

// Release does nothing.
func (*Rows) Release() {}

// Panicked gives the panic that ended the rows; nil where none did.
func (r *Rows) Panicked() *PanicError {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.panic
}

// Ended says whether the rows were read to their end.
func (r *Rows) Ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// Count is the number of rows that passed.
func (r *Rows) Count() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counted
}

// Days counts the rows that passed by their project day, YYYY-MM-DD; empty for profiles.
func (r *Rows) Days() map[string]int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	days := make(map[string]int64, len(r.days))
	for day, count := range r.days {
		days[day.FormattedString()] = count
	}
	return days
}

// KeySets are the keys of the rows that passed, by day and event; none where nothing is known of them. Only units of events
// with property columns are looked at: without them the reading of their JSON would be felt, and nothing needs it.
func (r *Rows) KeySets() []KeySet {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.census == nil {
		return nil
	}
	return r.census.sets()
}

func (r *Rows) drop() {
	if r.ours {
		r.current.Release()
	}
	r.current, r.ours = nil, false
}
