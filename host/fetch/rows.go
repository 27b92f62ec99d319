package fetch

import (
	"context"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/host/fetch/columns"
	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rows turns the body of an export into the rows of a unit. It is a [storage.Rows].
type rows struct {
	*eventLines

	clock    exporttime.Clock
	ids      *synthesizer
	batch    *batch
	sheet    *columns.Sheet // nil for no property columns
	columns  *columns.Map
	schema   *arrow.Schema
	unfilled []storage.Unfilled
	given    lent
	count    int64 // rows given out or in the batch
	misfiled int64
	extra    int64 // lines with members that are not stored
}

// newRows reads a body as the rows of the unit of a span. Complete says of each day whether it had ended.
func newRows(body io.Reader, unit storage.Unit, s span, clock exporttime.Clock, allowed *allowance, complete func(day) bool) *rows {
	return &rows{
		eventLines: newEventLines(body, unit, s, allowed, complete),
		clock:      clock, ids: newSynthesizer(), batch: newBatch(eventsSchema), schema: eventsSchema,
	}
}

// withColumns makes the rows bring the columns of a sheet of the run's map.
func (r *rows) withColumns(run *columns.Map, sheet *columns.Sheet) {
	if sheet != nil {
		r.columns, r.sheet, r.scanner.KeepMembers = run, sheet, true
		r.schema = arrow.NewSchema(append(eventsSchema.Fields(), sheet.Fields()...), nil)
	}
}

func (r *rows) Schema() *arrow.Schema { return r.schema }

// Next gives the next batch. The error is io.EOF once the whole body has arrived and its rejects are allowed.
func (r *rows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	r.given.back()
	if r.err != nil {
		return nil, r.err
	}
	if err := ctx.Err(); err != nil {
		r.err = err
		return nil, err
	}
	for !r.batch.full() && r.err == nil {
		r.readEvent()
	}
	r.tell()
	if r.err != nil && r.err != io.EOF {
		return nil, r.err
	}
	if r.batch.rows == 0 {
		return nil, r.err
	}
	return r.given.out(r.take()), nil
}

// take gives the batch with its property columns. Both have the same rows.
func (r *rows) take() arrow.RecordBatch {
	taken := r.batch.take()
	if r.sheet == nil {
		return taken
	}
	defer taken.Release()
	further := r.sheet.Take()
	defer func() {
		for _, column := range further {
			column.Release()
		}
	}()
	return array.NewRecordBatch(r.schema, append(slices.Clone(taken.Columns()), further...), taken.NumRows())
}

// readEvent brings one line into the batch or among the rejects. At the end of the body, the property columns are settled.
func (r *rows) readEvent() {
	_, event, err := r.next()
	switch {
	case event != nil:
		r.add(event)
	case err == io.EOF && r.sheet != nil:
		r.unfilled = r.columns.Settle(r.sheet)
	}
}

func (r *rows) add(event *scan.Event) {
	insertID := event.InsertID
	if len(insertID) == 0 {
		insertID = r.ids.of(event)
	}
	if event.Extra > 0 {
		r.extra++
	}
	d := r.dayOf(event)
	if d != dayOfMicros(event.Micros) {
		r.misfiled++
	}
	r.batch.add(event, insertID, r.clock.Instant(event.Micros), d)
	if r.sheet != nil {
		r.batch.bytes += r.sheet.Add(event.Members)
	}
	r.count++
}

// Footer is what the rows add up to.
func (r *rows) Footer() storage.Footer {
	return storage.Footer{Rows: r.count, Bytes: r.lines.offset, Days: r.days, Rejects: r.rejects.kept, Unfilled: r.unfilled}
}

// close frees what the rows hold and ends their account.
func (r *rows) close(stored bool) {
	r.given.back()
	r.batch.release()
	r.eventLines.close(stored)
}
