package fetch

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/host/fetch/columns"
	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rows turns the body of an export into the rows of a unit. It is a [storage.Rows].
type rows struct {
	unit  storage.Unit
	span  span
	clock exporttime.Clock
	lines *lines
	// allowed is asked when the body has ended.
	allowed *allowance
	// advanced is told of the lines and bytes behind each batch.
	advanced func(lines, bytes int64)

	scanner  scan.Scanner
	ids      *synthesizer
	batch    *batch
	sheet    *columns.Sheet // nil for no property columns
	columns  *columns.Map
	schema   *arrow.Schema
	unfilled []storage.Unfilled
	current  arrow.RecordBatch
	days     []storage.DayCount
	rejects  rejects
	count    int64 // rows given out or in the batch
	read     int64 // lines read since advanced was told
	told     int64 // bytes that advanced was told of
	misfiled int64
	extra    int64 // lines with members that are not stored
	err      error // io.EOF after the last batch
	spent    bool  // the rejects are booked with allowed
}

// newRows reads a body as the rows of the unit of a span. Complete says of each day whether it had ended.
func newRows(body io.Reader, unit storage.Unit, s span, clock exporttime.Clock, allowed *allowance, complete func(day) bool) *rows {
	r := &rows{
		unit: unit, span: s, clock: clock, lines: newLines(body), allowed: allowed,
		advanced: func(int64, int64) {}, ids: newSynthesizer(), batch: newBatch(eventsSchema), schema: eventsSchema,
	}
	for d := s.from; d <= s.to; d++ {
		r.days = append(r.days, storage.DayCount{Day: d.String(), Complete: complete(d)})
	}
	return r
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
	r.drop()
	if r.err != nil {
		return nil, r.err
	}
	if err := ctx.Err(); err != nil {
		r.err = err
		return nil, err
	}
	for !r.batch.full() && r.err == nil {
		r.err = r.readLine()
	}
	r.tell()
	if r.err != nil && r.err != io.EOF {
		return nil, r.err
	}
	if r.batch.rows == 0 {
		return nil, r.err
	}
	r.current = r.take()
	return r.current, nil
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

// readLine brings one line into the batch or among the rejects.
func (r *rows) readLine() error {
	_, event, err := r.event()
	if event != nil {
		r.add(event)
	}
	return err
}

// event reads one line; the event is nil for one that has none, which is among the rejects then, or blank.
func (r *rows) event() (line, *scan.Event, error) {
	line, err := r.lines.next()
	if err == io.EOF {
		return line, nil, r.finish()
	}
	if err != nil || isBlank(line.text) {
		return line, nil, err
	}
	r.read++
	if line.tooLong {
		r.reject(line, r.span.from, "longer than 16 MiB")
		return line, nil, nil
	}
	event, err := r.scanner.Scan(line.text)
	if err != nil {
		return line, nil, r.refuse(line, event, err)
	}
	return line, event, nil
}

// finish settles the account at the end of the body.
func (r *rows) finish() error {
	if err := r.allowed.spend(r.unit, r.rejects); err != nil {
		return err
	}
	r.spent = true
	if r.sheet != nil {
		r.unfilled = r.columns.Settle(r.sheet)
	}
	return io.EOF
}

// refuse rejects a line that is no event. Two kinds of line end the unit instead: those with which Mixpanel breaks off an
// export, wherever they stand, and a last line without its '\n', which is the beginning of one: a proxy that loses its
// server may end the answer properly.
func (r *rows) refuse(line line, event *scan.Event, err error) error {
	if reason, early := mixpanel.EarlyEnd(line.text); early {
		return r.truncated(line, startOf([]byte(reason)))
	}
	if line.unended {
		return r.truncated(line, "the last line is cut off")
	}
	d := r.span.from
	if event.HasTime {
		d = r.dayOf(event)
	}
	fault, ok := errors.AsType[*scan.Fault](err)
	if !ok {
		return err
	}
	r.reject(line, d, fault.Reason)
	return nil
}

func (r *rows) truncated(line line, reason string) error {
	return &mperr.ExportTruncated{
		FromDate: r.unit.FromDate, ToDate: r.unit.ToDate, Bytes: line.offset + int64(len(line.text)), Reason: reason,
	}
}

func (r *rows) reject(line line, d day, reason string) {
	r.rejects.add(d, line.offset, reason, line.text)
	count := &r.days[d-r.span.from]
	count.Received++
	count.Rejected++
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
	r.days[d-r.span.from].Received++
	r.count++
}

// dayOf is the day of the unit under which an event is kept: its own, or the nearest that the unit has.
func (r *rows) dayOf(event *scan.Event) day {
	return min(max(dayOfMicros(event.Micros), r.span.from), r.span.to)
}

// Footer is what the rows add up to.
func (r *rows) Footer() storage.Footer {
	return storage.Footer{Rows: r.count, Bytes: r.lines.offset, Days: r.days, Rejects: r.rejects.kept, Unfilled: r.unfilled}
}

func (r *rows) tell() {
	r.advanced(r.read, r.lines.offset-r.told)
	r.read, r.told = 0, r.lines.offset
}

// drop lets go of the batch given out last.
func (r *rows) drop() {
	if r.current != nil {
		r.current.Release()
		r.current = nil
	}
}

// close frees what the rows hold. Unless the unit was stored, its rejects are no longer counted.
func (r *rows) close(stored bool) {
	r.drop()
	r.batch.release()
	if r.spent && !stored {
		r.allowed.giveBack(r.rejects.count)
	}
}

func isBlank(text []byte) bool {
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}
