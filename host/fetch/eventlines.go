package fetch

import (
	"context"
	"errors"
	"io"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// eventLines reads the body of an export as the events of a unit, and keeps account of the lines that are none.
type eventLines struct {
	unit  storage.Unit
	span  span
	lines *lines
	// allowed is asked when the body has ended.
	allowed *allowance
	// advanced is told of the lines and bytes read since the last time; see tell.
	advanced func(lines, bytes int64)

	scanner scan.Scanner
	days    []storage.DayCount // received by day, also of the rejects
	rejects rejects
	read    int64 // lines read since advanced was told
	told    int64 // bytes that advanced was told of
	err     error // what the body ended with: io.EOF where it is whole and its rejects are allowed
	spent   bool  // the rejects are booked with allowed
}

// newEventLines reads a body as the unit of a span. Complete says of each day whether it had ended.
func newEventLines(body io.Reader, unit storage.Unit, s span, allowed *allowance, complete func(day) bool) *eventLines {
	l := &eventLines{unit: unit, span: s, lines: newLines(body), allowed: allowed, advanced: func(int64, int64) {}}
	for d := s.from; d <= s.to; d++ {
		l.days = append(l.days, storage.DayCount{Day: d.String(), Complete: complete(d)})
	}
	return l
}

// next reads one line; the event is nil for one that has none, which is among the rejects then, or blank. Its error is kept
// and is the last one: nothing is read behind it.
func (l *eventLines) next() (line line, event *scan.Event, err error) {
	line, event, err = l.readLine()
	l.err = err
	return line, event, err
}

func (l *eventLines) readLine() (line, *scan.Event, error) {
	line, err := l.lines.next()
	if err == io.EOF {
		return line, nil, l.finish()
	}
	if err != nil || isBlank(line.text) {
		return line, nil, err
	}
	l.read++
	if line.tooLong {
		l.reject(line, l.span.from, "longer than 16 MiB")
		return line, nil, nil
	}
	event, err := l.scanner.Scan(line.text)
	if err != nil {
		return line, nil, l.refuse(line, event, err)
	}
	l.days[l.dayOf(event)-l.span.from].Received++
	return line, event, nil
}

// finish settles the account at the end of the body.
func (l *eventLines) finish() error {
	if err := l.allowed.spend(l.unit, l.rejects); err != nil {
		return err
	}
	l.spent = true
	return io.EOF
}

// refuse rejects a line that is no event. Two kinds of line end the unit instead: those with which Mixpanel breaks off an
// export, wherever they stand, and a last line without its '\n', which is the beginning of one: a proxy that loses its
// server may end the answer properly.
func (l *eventLines) refuse(line line, event *scan.Event, err error) error {
	if reason, early := mixpanel.EarlyEnd(line.text); early {
		return l.truncated(line, startOf([]byte(reason)))
	}
	if line.unended {
		return l.truncated(line, "the last line is cut off")
	}
	d := l.span.from
	if event.HasTime {
		d = l.dayOf(event)
	}
	fault, ok := errors.AsType[*scan.Fault](err)
	if !ok {
		return err
	}
	l.reject(line, d, fault.Reason)
	return nil
}

func (l *eventLines) truncated(line line, reason string) error {
	return &mperr.ExportTruncated{
		FromDate: l.unit.FromDate, ToDate: l.unit.ToDate, Bytes: line.offset + int64(len(line.text)), Reason: reason,
	}
}

func (l *eventLines) reject(line line, d day, reason string) {
	l.rejects.add(d, line.offset, reason, line.text)
	count := &l.days[d-l.span.from]
	count.Received++
	count.Rejected++
}

// dayOf is the day of the unit under which an event is kept: its own, or the nearest that the unit has.
func (l *eventLines) dayOf(event *scan.Event) day {
	return min(max(dayOfMicros(event.Micros), l.span.from), l.span.to)
}

// tell reports what was read since the last time.
func (l *eventLines) tell() {
	l.advanced(l.read, l.lines.offset-l.told)
	l.read, l.told = 0, l.lines.offset
}

// failure picks the error that tells most: the lines' own, which whoever stores them may have wrapped or replaced.
func (l *eventLines) failure(err error) error {
	own := l.err
	switch {
	case err == nil && own != io.EOF:
		return disagrees(l.unit, "it did not read the unit to its end")
	case own == nil, own == io.EOF, errors.Is(own, context.Canceled), errors.Is(own, context.DeadlineExceeded):
		return err
	}
	switch mperr.From(own).(type) {
	case *mperr.ExportTruncated, *mperr.HTTPError:
		return &brokenBody{own}
	}
	return own
}

// close ends the account. Unless the unit was stored, its rejects are no longer counted.
func (l *eventLines) close(stored bool) {
	if l.spent && !stored {
		l.allowed.giveBack(l.rejects.count)
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
