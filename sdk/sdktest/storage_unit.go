package sdktest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var unitTests = []storageTest{
	{name: "a unit whose rows fail midway leaves nothing and can be written again", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) {
			unit.before = func(given int) error {
				if given < 2 {
					return nil
				}
				return &mperr.ExportTruncated{FromDate: "2026-01-02", ToDate: "2026-01-03", Bytes: 7, Reason: "cut on purpose"}
			}
		}, func(err error) { wantError[*mperr.ExportTruncated](c.T, "write a unit whose rows fail", err) })
	}},
	{name: "a unit whose rows fail with an error that wraps io.EOF is cut and not at its end", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) {
			unit.footer.Rows, unit.footer.Days[0].Received, unit.footer.Days[1].Received = 200, 200, 0
			unit.before = func(given int) error {
				if given < 2 {
					return nil
				}
				return &mperr.ExportTruncated{FromDate: "2026-01-02", ToDate: "2026-01-03", Bytes: 7, Reason: "EOF", Cause: io.EOF}
			}
		}, func(err error) { wantError[*mperr.ExportTruncated](c.T, "write a unit whose rows fail", err) })
	}},
	{name: "a unit without its footer is UNIT_MISMATCH and leaves nothing", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) { unit.footer = storage.Footer{} }, c.wantMismatch)
	}},
	{name: "a unit with fewer rows than its footer says is UNIT_MISMATCH and leaves nothing", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) {
			unit.footer.Rows++
			unit.footer.Days[1].Received++
		}, c.wantMismatch)
	}},
	{name: "a unit with more rows than its footer says is UNIT_MISMATCH and leaves nothing", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) {
			unit.footer.Rows--
			unit.footer.Days[1].Received--
		}, c.wantMismatch)
	}},
	{name: "a unit with other rows of a day than its footer says is UNIT_MISMATCH and leaves nothing", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) {
			unit.footer.Days[0].Received++
			unit.footer.Days[1].Received--
		}, c.wantMismatch)
	}},
	{name: "a unit with a row of a day that is not its own is UNIT_MISMATCH and leaves nothing", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, _ context.CancelFunc) {
			unit.events = append(unit.events, on("2026-01-01", 1)...)
			unit.footer.Rows++
		}, c.wantMismatch)
	}},
	{name: "a unit cut by a cancelled context leaves nothing and can be written again", run: func(c *storageCase) {
		c.spoil(func(unit *unitRows, cancel context.CancelFunc) {
			unit.before = func(given int) error {
				if given == 1 {
					cancel()
				}
				return nil
			}
		}, func(err error) {
			if !errors.Is(err, context.Canceled) {
				c.Fatalf("write a unit with a cancelled context: error %v, want one that is context.Canceled", err)
			}
		})
	}},
	{name: "a unit without rows is durable and covers its days", run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		report := c.write(sink, session, unitOf("2026-01-01", "2026-01-02", nil))
		want := storage.UnitReport{Unit: unitOf("2026-01-01", "2026-01-02", nil).unit}
		if report != want {
			c.Errorf("report is %+v, want %+v", report, want)
		}
		c.commit(sink, session)
		c.wantRows(sink, "signups", nil)
		if days := c.coverage(sink, "signups"); len(days) != 2 || days[0].Day != "2026-01-01" || days[1].Day != "2026-01-02" {
			c.Errorf("coverage is %+v, want the two days without rows", days)
		}
	}},
	{name: "units written at once are all stored", run: func(c *storageCase) {
		sink := c.open()
		var want []event
		for i, mode := range []storage.Mode{storage.Create, storage.Append} {
			session := c.begin(sink, targetOf("signups", mode))
			want = append(want, c.writeAtOnce(sink, session, i*8+1)...)
			c.commit(sink, session)
			c.wantRows(sink, "signups", want)
		}
	}},
	{name: "a unit of many batches and of one large batch arrives whole", run: func(c *storageCase) {
		// Five megabytes are more than gRPC takes in one message unless it is told to.
		many, large := on("2026-01-01", 1500), on("2026-01-02", 5)
		for i := range large {
			large[i].Properties = fmt.Sprintf(`{"n":%d,"text":"`, i) + strings.Repeat(string(rune('a'+i)), 1<<20) + `"}`
		}
		small := unitOf("2026-01-01", "2026-01-01", many)
		small.size = 7
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), small, unitOf("2026-01-02", "2026-01-02", large))
		c.wantRows(sink, "signups", append(many, large...))
	}},
}

func (c *storageCase) wantMismatch(err error) {
	c.Helper()
	mismatch := wantError[*mperr.UnitMismatch](c.T, "write a unit that does not add up", err)
	if mismatch.Unit != "2026-01-02..2026-01-03" {
		c.Errorf("the error names the unit %q, want 2026-01-02..2026-01-03", mismatch.Unit)
	}
}

// spoil writes a unit that must fail, into a new table and over days of a published one, and checks each time that
// nothing of it is there and that the same unit, correct, is taken.
func (c *storageCase) spoil(spoil func(*unitRows, context.CancelFunc), check func(error)) {
	c.Helper()
	before := append(on("2026-01-01", 10), on("2026-01-02", 20)...)
	after := changed(append(on("2026-01-02", 250), on("2026-01-03", 50)...), `{"again":true}`)
	unit := func() *unitRows { return unitOf("2026-01-02", "2026-01-03", after) }
	writeSpoiled := func(sink storage.Sink, session storage.Session) {
		c.Helper()
		ctx, cancel := context.WithCancel(c.ctx)
		defer cancel()
		spoiled := unit()
		spoil(spoiled, cancel)
		_, err := sink.WriteUnit(ctx, session.ID, spoiled.unit, spoiled)
		check(err)
	}

	sink := c.open()
	session := c.begin(sink, targetOf("signups", storage.Create))
	c.write(sink, session, unitOf("2026-01-01", "2026-01-02", before))
	writeSpoiled(sink, session)
	c.commit(sink, session)
	c.wantRows(sink, "signups", before)
	days := c.coverage(sink, "signups")

	session = c.begin(sink, targetOf("signups", storage.Append))
	writeSpoiled(sink, session)
	c.wantRows(sink, "signups", before)
	if diff := cmp.Diff(days, c.coverage(sink, "signups")); diff != "" {
		c.Fatalf("a failed unit changed the coverage (-before +after):\n%s", diff)
	}
	c.write(sink, session, unit())
	c.commit(sink, session)
	c.wantRows(sink, "signups", append(on("2026-01-01", 10), after...))
}

// writeAtOnce writes eight days beginning with the given day of January 2026, a unit each, all at the same time.
func (c *storageCase) writeAtOnce(sink storage.Sink, session storage.Session, first int) (written []event) {
	c.Helper()
	start, errs := make(chan struct{}), make([]error, 8)
	var writers sync.WaitGroup
	for i := range errs {
		day := fmt.Sprintf("2026-01-%02d", first+i)
		rows := unitOf(day, day, on(day, 250))
		written = append(written, rows.events...)
		writers.Go(func() {
			<-start
			_, errs[i] = sink.WriteUnit(c.ctx, session.ID, rows.unit, rows)
		})
	}
	close(start)
	writers.Wait()
	c.must("write units at once", errors.Join(errs...))
	return written
}
