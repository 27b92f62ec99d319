package main

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/result"
)

// answer prints a result: whole in the formats json and jsonl, a list by its lines in jsonl, and as the rows of its table in
// the others; a breakdown is made to fit a screen. With --plot it is drawn, with --into stored when the command is done.
func (a *app) answer(_ context.Context, answered result.Result) error {
	if a.into != "" {
		return a.keep(answered)
	}
	if a.plot != "" {
		return a.drawResult(answered)
	}
	printer, err := a.printer()
	if err != nil {
		return err
	}
	if printer.Format == render.JSON || printer.Format == render.JSONL {
		return printer.Answer(answered)
	}
	if breakdown, ok := answered.(*result.EventBreakdownResult); ok && printer.Format == render.Table && printer.Width > 0 {
		return printer.Rows(breakdownTable(breakdown))
	}
	rows := rowsOfTable(answered.Table())
	rows.Whole = printer.Format == render.Plain && !isList(answered)
	return printer.Rows(rows)
}

// isList says whether a result is a list of things or names, of which plain prints the names. The rows of other results are
// numbers, which no column stands for.
func isList(answered result.Result) bool {
	encoded, err := answered.MarshalJSON()
	return err == nil && len(encoded) > 0 && encoded[0] == '['
}

// rowsOfTable are the rows of a batch that belongs to a result.
func rowsOfTable(table arrow.RecordBatch) render.Rows {
	columns := make([]string, table.NumCols())
	for i := range columns {
		columns[i] = table.ColumnName(i)
	}
	one := &render.Batches{Schema: table.Schema(), All: func(yield func(arrow.RecordBatch, error) bool) { yield(table, nil) }}
	return render.Rows{Columns: columns, Batches: one, All: func(yield func([]any, error) bool) { yieldRows(table, yield) }}
}
