package sdktest

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// analyzeTests are about the questions that any engine may answer. One that an engine does not answer is not tested.
var analyzeTests = []storageTest{
	{name: "a breakdown counts events and people, all of them first", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 100))
		c.wantAnswer(sink, storage.Breakdown{Table: "signups"},
			"(null)|100|50|2026-01-01T00:00:00Z|2026-01-01T00:01:39Z|100",
			"Sign Up|34|34|2026-01-01T00:00:00Z|2026-01-01T00:01:39Z|34",
			"Log In|33|33|2026-01-01T00:00:01Z|2026-01-01T00:01:37Z|33",
			"Purchase|33|33|2026-01-01T00:00:02Z|2026-01-01T00:01:38Z|33")
	}},
	{name: "keys are those of the top level, of all rows or one event's", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		events := changed(on("2026-01-01", 3), `{"b":{"inner":1},"B":null,"é":1}`)
		events[1].Properties = `{"amount":1,"b":2,"b":3,"we\"ird":0}`
		sink := c.signups(events)
		c.wantAnswer(sink, storage.Keys{Table: "signups"}, "B", "amount", "b", `we"ird`, "é")
		c.wantAnswer(sink, storage.Keys{Table: "signups", Event: events[1].Name}, "amount", "b", `we"ird`)
		c.wantAnswer(sink, storage.Keys{Table: "signups", Event: "nobody"})
	}},
	{name: "a summary has a row for every column in order", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		events := on("2026-01-01", 4)
		events[0].Extra, events[2].Extra = map[string]string{"score": "7"}, map[string]string{"score": "12"}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events).column("score", arrow.PrimitiveTypes.Int64))
		rows, ok := c.answer(sink, storage.Summarize{Table: "signups"})
		if !ok {
			return
		}
		columns := c.describe(sink, "signups")
		if len(rows) != len(columns) {
			c.Fatalf("the summary has %d rows for %d columns", len(rows), len(columns))
		}
		for i, column := range columns {
			cells := strings.Split(rows[i], "|")
			if cells[0] != column.Name || cells[1] != column.Type || cells[10] != "4" {
				c.Errorf("row %d is %s, want that of column %s %s and 4 rows", i, rows[i], column.Name, column.Type)
			}
		}
		for i, want := range map[int][]string{0: {"Log In", "Sign Up", "3", "(null)", "0"}, len(rows) - 1: {"7", "12", "2", "9.5", "50"}} {
			cells := strings.Split(rows[i], "|")
			if diff := cmp.Diff(want, []string{cells[2], cells[3], cells[4], cells[5], cells[11]}); diff != "" {
				c.Errorf("column %s: min, max, approx_unique, avg and null_percentage differ (-want +got):\n%s", cells[0], diff)
			}
		}
	}},
	{name: "figures of a column count its values, the most frequent first", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 7))
		rows, ok := c.answer(sink, storage.ColumnStats{Table: "signups", Column: storage.ColumnEventName, Top: 2})
		if !ok {
			return
		}
		_, figures, _ := strings.Cut(strings.Join(rows, "\n"), "|") // behind the engine's name of the type
		want := `7|0|3|false|(null)|(null)|(null)|(null)|[{"count":3,"value":"Sign Up"},{"count":2,"value":"Log In"}]`
		if diff := cmp.Diff(want, figures); diff != "" {
			c.Errorf("the figures differ (-want +got):\n%s", diff)
		}
	}},
	{name: "questions about a table without rows have answers", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("empty", storage.Create))
		c.wantAnswer(sink, storage.Breakdown{Table: "empty"}, "(null)|0|0|(null)|(null)|0")
		c.wantAnswer(sink, storage.Keys{Table: "empty"})
		if rows, ok := c.answer(sink, storage.Summarize{Table: "empty"}); ok && len(rows) != len(c.describe(sink, "empty")) {
			c.Errorf("the summary of no rows has %d", len(rows))
		}
		if rows, ok := c.answer(sink, storage.ColumnStats{Table: "empty", Column: storage.ColumnEventName, Top: 2}); ok && len(rows) != 1 {
			c.Errorf("the figures of no rows are in %d rows, want one", len(rows))
		}
	}},
	{name: "a question about an unknown table is TABLE_NOT_FOUND", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		for _, question := range []storage.Question{
			storage.Summarize{Table: "logins"}, storage.Breakdown{Table: "logins"}, storage.Keys{Table: "logins"},
			storage.ColumnStats{Table: "logins", Column: storage.ColumnEventName},
		} {
			if _, err := c.rowsOf(c.ctx, sink, question); mperr.CodeOf(err) != "CAPABILITY_NOT_SUPPORTED" {
				missing := wantError[*mperr.TableNotFound](c.T, question.Name(), err)
				if missing.TableName != "logins" {
					c.Errorf("%s: the error is about table %q", question.Name(), missing.TableName)
				}
			}
		}
	}},
	{name: "a question that no table can answer is INVALID_ARGUMENT", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		for _, question := range []storage.Question{
			storage.Breakdown{}, storage.ColumnStats{Table: "signups"}, storage.ColumnStats{Table: "signups", Column: "event_name", Top: -1},
		} {
			_, err := c.rowsOf(c.ctx, sink, question)
			wantError[*mperr.InvalidArgument](c.T, question.Name(), err)
		}
	}},
	{name: "an answer to a question ends with its context", needs: storage.CapabilityAnalyze, run: func(c *storageCase) {
		sink := c.signups(on("2026-01-01", 3))
		ctx, cancel := context.WithCancel(c.ctx)
		cancel()
		for _, question := range []storage.Question{storage.Breakdown{Table: "signups"}, storage.Keys{Table: "signups"}} {
			if _, err := c.rowsOf(ctx, sink, question); !errors.Is(err, context.Canceled) && mperr.CodeOf(err) != "CAPABILITY_NOT_SUPPORTED" {
				c.Errorf("%s with a cancelled context: error %v, want one that is context.Canceled", question.Name(), err)
			}
		}
	}},
}

// rowsOf asks and reads the answer to its end: the cells of each row as text, with bars between.
func (c *storageCase) rowsOf(ctx context.Context, sink storage.Sink, question storage.Question) (rows []string, err error) {
	c.Helper()
	reader, err := sink.(storage.Analyzer).Analyze(ctx, question)
	if err != nil {
		return nil, err
	}
	defer func() { c.must("close the reader", reader.Close()) }()
	c.must("look at the schema", storage.CheckAnswer(question, reader.Schema()))
	for {
		batch, err := reader.Next(ctx)
		if err == io.EOF { // the contract says io.EOF itself
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		for at := range int(batch.NumRows()) {
			cells := make([]string, batch.NumCols())
			for i, column := range batch.Columns() {
				cells[i] = textAt(column, at)
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
	}
}

// answer is rowsOf for a question that has an answer; ok is false where the engine does not answer it.
func (c *storageCase) answer(sink storage.Sink, question storage.Question) (rows []string, ok bool) {
	c.Helper()
	rows, err := c.rowsOf(c.ctx, sink, question)
	if mperr.CodeOf(err) == "CAPABILITY_NOT_SUPPORTED" {
		return nil, false
	}
	c.must(question.Name(), err)
	return rows, true
}

// wantAnswer checks every row of an answer.
func (c *storageCase) wantAnswer(sink storage.Sink, question storage.Question, want ...string) {
	c.Helper()
	rows, ok := c.answer(sink, question)
	if diff := cmp.Diff(want, rows); ok && diff != "" {
		c.Errorf("the answer to %s differs (-want +got):\n%s", question.Name(), diff)
	}
}
