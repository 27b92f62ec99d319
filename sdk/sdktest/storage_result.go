package sdktest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// resultOf is a request for a table of a result.
func resultOf(mode storage.Mode) storage.Target {
	return storage.Target{Table: "answers", Kind: storage.Result, Mode: mode, Fingerprint: "asked at noon", Metadata: storage.Metadata{
		ProjectID: "1", Question: "query segmentation", Arguments: `{"event":"Sign Up"}`, AskedAt: "2026-01-03T12:00:00Z",
	}}
}

var resultFields = []arrow.Field{
	{Name: "segment", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "count", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "rate", Type: arrow.PrimitiveTypes.Float64, Nullable: true}, {Name: "known", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	{Name: "at", Type: arrow.FixedWidthTypes.Timestamp_us, Nullable: true}, {Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
}

// resultRows is the unit of a result: each row is the text of its cells, by JSON.
type resultRows struct {
	rows   []string
	footer storage.Footer
	given  bool
	fails  error
}

func answerOf(rows ...string) *resultRows {
	return &resultRows{rows: rows, footer: storage.Footer{Rows: int64(len(rows))}}
}

func (r *resultRows) Schema() *arrow.Schema {
	return arrow.NewSchema(append(storage.ResultSchema().Fields(), resultFields...), nil)
}

func (r *resultRows) Next(context.Context) (arrow.RecordBatch, error) {
	if r.given || len(r.rows) == 0 {
		return nil, cmp.Or(r.fails, io.EOF)
	}
	r.given = true
	numbered := make([]string, len(r.rows))
	for i, row := range r.rows {
		numbered[i] = fmt.Sprintf(`{"%s":%d,%s}`, storage.ColumnResultRow, i+1, row)
	}
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, r.Schema(), strings.NewReader("["+strings.Join(numbered, ",")+"]"))
	return batch, err
}

func (r *resultRows) Footer() storage.Footer { return r.footer }

var resultTests = []storageTest{
	{name: "a result is stored with its own columns and what was asked, or its kind is refused at once", run: func(c *storageCase) {
		sink := c.open()
		if !c.knowsResults(sink) {
			return
		}
		rows := []string{
			`"segment":"pro","count":3,"rate":0.5,"known":true,"at":"2026-01-02T03:04:05.000006Z","day":"2026-01-02"`,
			`"segment":"pro","count":3,"rate":0.5,"known":true,"at":"2026-01-02T03:04:05.000006Z","day":"2026-01-02"`, // no duplicate
			`"segment":null`,
		}
		table := c.store(sink, storage.Create, answerOf(rows...))
		if want := resultOf(storage.Create).Metadata; table.Kind != storage.Result || table.Rows != 3 || told(table.Metadata) != told(want) {
			c.Errorf("the table is %+v, want three rows and the metadata %+v", table, want)
		}
		sink = c.reopen(sink)
		if listed := c.tables(sink)["answers"]; listed.Kind != storage.Result || listed.Rows != 3 || listed.Metadata.Question != "query segmentation" {
			c.Errorf("the table is listed as %+v", listed)
		}
		var names []string
		for _, column := range c.describe(sink, "answers") {
			names = append(names, column.Name)
		}
		if want := []string{storage.ColumnResultRow, "segment", "count", "rate", "known", "at", "day"}; !slices.Equal(names, want) {
			c.Errorf("the columns are %v, want %v", names, want)
		}
		if days := c.coverage(sink, "answers"); len(days) != 0 {
			c.Errorf("a result covers the days %v", days)
		}
	}},
	{name: "a result replaces another at its commit, also by one with other rows, and is not appended to", run: func(c *storageCase) {
		sink := c.open()
		if !c.knowsResults(sink) {
			return
		}
		c.store(sink, storage.Create, answerOf(`"count":1`, `"count":2`))
		_, err := sink.Begin(c.ctx, resultOf(storage.Create))
		wantError[*mperr.TableExists](c.T, "create a table that exists", err)
		_, err = sink.Begin(c.ctx, resultOf(storage.Append))
		wantError[*mperr.InvalidArgument](c.T, "append to a result", err)
		session := c.begin(sink, resultOf(storage.Replace))
		c.storeUnit(sink, session, answerOf(`"count":3`))
		if listed := c.tables(sink)["answers"]; listed.Rows != 2 {
			c.Errorf("before the commit the table has %d rows, want the 2 old ones", listed.Rows)
		}
		if table := c.commit(sink, session); table.Rows != 1 {
			c.Errorf("the table has %d rows, want the new one", table.Rows)
		}
		if table := c.store(sink, storage.Replace, answerOf()); table.Rows != 0 {
			c.Errorf("the table has %d rows, want none", table.Rows)
		}
	}},
	{name: "a result that breaks off or does not add up leaves nothing", run: func(c *storageCase) {
		sink := c.open()
		if !c.knowsResults(sink) {
			return
		}
		session := c.begin(sink, resultOf(storage.Create))
		broken := answerOf(`"count":1`)
		broken.fails = &mperr.HTTPError{Message: "cut on purpose"}
		_, err := sink.WriteUnit(c.ctx, session.ID, storage.Unit{ID: "result"}, broken)
		wantError[*mperr.HTTPError](c.T, "write a result whose rows fail", err)
		short := answerOf(`"count":1`)
		short.footer.Rows++
		_, err = sink.WriteUnit(c.ctx, session.ID, storage.Unit{ID: "result"}, short)
		wantError[*mperr.UnitMismatch](c.T, "write a result that does not add up", err)
		c.must("abort", sink.Abort(c.ctx, session.ID))
		c.wantMissing(sink, "answers")
	}},
}

// knowsResults says whether the engine stores results; one that does not refuses their kind.
func (c *storageCase) knowsResults(sink storage.Sink) bool {
	c.Helper()
	session, err := sink.Begin(c.ctx, resultOf(storage.Create))
	if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); ok && invalid.Argument == "kind" {
		return false
	}
	c.must("begin a result", err)
	c.must("abort a result", sink.Abort(c.ctx, session.ID))
	return true
}

func (c *storageCase) store(sink storage.Sink, mode storage.Mode, rows *resultRows) storage.Table {
	c.Helper()
	session := c.begin(sink, resultOf(mode))
	c.storeUnit(sink, session, rows)
	return c.commit(sink, session)
}

func (c *storageCase) storeUnit(sink storage.Sink, session storage.Session, rows *resultRows) {
	c.Helper()
	report, err := sink.WriteUnit(c.ctx, session.ID, storage.Unit{ID: "result"}, rows)
	c.must("write a result", err)
	if n := int64(len(rows.rows)); report.Received != n || report.Stored != n || report.Duplicates != 0 {
		c.Errorf("report is %+v, want %d rows stored", report, n)
	}
}

func told(metadata storage.Metadata) string { return fmt.Sprintf("%+v", metadata) }
