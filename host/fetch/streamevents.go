package fetch

import (
	"context"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// StreamEvents gives the events of a request one by one, without a store. Memory is bounded: a unit of days is put aside in a
// temporary file until it has arrived whole, so that no event comes twice where a body breaks off, and [Request.Workers] of
// them are under way at once. Units come in the order of their days; inside one the order is Mixpanel's. As the raw export,
// a stream has an event as often as Mixpanel has it.
//
// Table, Mode, Refetch and Lookback of the request mean nothing. The first error ends the stream; what came before it is
// right, and whole units but for the one that a limit, or whoever ranges, ended.
func StreamEvents(ctx context.Context, exporter Exporter, request Request, config Config) iter.Seq2[EventRow, error] {
	return func(yield func(EventRow, error) bool) {
		request.Table, request.Mode, request.Refetch, request.Lookback = "stream", storage.Create, false, 0
		r, err := prepare(request, config)
		ended := false
		if err == nil {
			r.exporter = exporter
			err = interrupted(ctx, r.stream(ctx, func(row EventRow) bool {
				ended = !yield(row, nil)
				return !ended
			}))
		}
		if err != nil && !ended {
			yield(EventRow{}, err)
		}
	}
}

// CheckStream gives the error with which [StreamEvents] would refuse a request that makes no sense.
func CheckStream(request Request, config Config) error {
	request.Table, request.Mode, request.Refetch, request.Lookback = "stream", storage.Create, false, 0
	return Check(request, config)
}

// arrival is a unit that was put aside.
type arrival struct {
	span  span
	spool *spool
	err   error
}

// stream gives the events of all units in order. Units are fetched ahead by goroutines that end before it returns.
func (r *run) stream(ctx context.Context, each func(EventRow) bool) error {
	units := r.request.units(r.days, r.today, r.config.Budget().Left, func(day) bool { return false })
	r.tracker.planned(len(units), 0)
	ctx, cancel := context.WithCancel(ctx)
	arrivals := r.ahead(ctx, units)
	defer func() {
		cancel()
		for next := range arrivals {
			(<-next).spool.close()
		}
	}()
	for next := range arrivals {
		arrived := <-next
		if arrived.err != nil {
			return arrived.err
		}
		goOn, err := r.emit(ctx, arrived, each)
		arrived.spool.close()
		if err != nil || !goOn {
			return err
		}
		r.tracker.stored(r.request.unit(arrived.span, r.today))
	}
	return ctx.Err()
}

// ahead fetches units, as many at once as there are workers, and gives them in order. The channel is closed after the last
// one, or where the context ends.
func (r *run) ahead(ctx context.Context, units []span) <-chan chan arrival {
	arrivals, room := make(chan chan arrival, r.request.Workers), make(chan struct{}, r.request.Workers)
	go func() { // ends with the units or the context; whoever reads arrivals waits for that
		defer close(arrivals)
		var fetching sync.WaitGroup
		defer fetching.Wait()
		for _, s := range units {
			next := make(chan arrival, 1)
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			fetching.Go(func() {
				put, err := r.putAside(ctx, s)
				next <- arrival{s, put, err}
				<-room
			})
			arrivals <- next
		}
	}()
	return arrivals
}

// putAside downloads one unit into a spool, again where its body breaks off.
func (r *run) putAside(ctx context.Context, s span) (put *spool, err error) {
	unit := r.request.unit(s, r.today)
	err = r.repeat(ctx, unit, func() (err error) {
		put, err = r.spooled(ctx, unit, s)
		return err
	})
	return put, err
}

// spooled is one request and one file.
func (r *run) spooled(ctx context.Context, unit storage.Unit, s span) (put *spool, err error) {
	export, err := r.exporter.Export(ctx, r.request.export(unit))
	if err != nil {
		return nil, err
	}
	defer export.Body.Close()
	if put, err = newSpool(r.config.TempDir); err != nil {
		return nil, err
	}
	events := newEventLines(export.Body, unit, s, r.allowed, func(day) bool { return false })
	advanced, undo := r.tracker.advance(unit)
	events.advanced = advanced
	err = events.failure(events.spool(ctx, put))
	events.close(err == nil)
	if err != nil {
		put.close()
		undo()
		return nil, err
	}
	return put, nil
}

// spool writes the lines with events into a spool, to the end of the body.
func (l *eventLines) spool(ctx context.Context, into *spool) error {
	for n := 0; ; n++ {
		line, event, err := l.next()
		if err == io.EOF {
			l.tell()
			return nil
		}
		if err != nil {
			return err
		}
		if event == nil {
			continue
		}
		if err := into.write(line.text); err != nil {
			return err
		}
		if n%batchRows == 0 {
			if l.tell(); ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
}

// emit gives the events of a unit that was put aside.
func (r *run) emit(ctx context.Context, arrived arrival, each func(EventRow) bool) (goOn bool, err error) {
	var scanner scan.Scanner
	clock, ids := r.config.clock(), newSynthesizer()
	goOn = true
	var faulty error
	err = arrived.spool.lines(func(line []byte) bool {
		event, err := scanner.Scan(line)
		if err != nil {
			faulty = spoolFailed(err) // it was right when it was put aside
			return false
		}
		insertID := event.InsertID
		if len(insertID) == 0 {
			insertID = ids.of(event)
		}
		goOn = each(EventRow{
			EventName: string(event.Name), EventTime: time.UnixMicro(clock.Instant(event.Micros)).UTC(), DistinctID: string(event.DistinctID),
			InsertID: string(insertID), Properties: event.Properties, Raw: line,
		})
		return goOn && ctx.Err() == nil
	})
	if faulty != nil {
		err = faulty
	}
	if err == nil && goOn {
		err = ctx.Err()
	}
	return goOn, err
}
