package sdktest

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Analyze answers every question in the plainest way, to try that part of the suite on.
func (s sqlSink) Analyze(ctx context.Context, question storage.Question) (reader storage.Reader, err error) {
	if err := question.Check(); err != nil {
		return nil, err
	}
	about, answer := plainly(question)
	err = s.read(ctx, func(store *memoryStore) error {
		table, err := store.table(about)
		if err != nil {
			return err
		}
		rows, err := answer(table)
		if err == nil {
			reader, err = readerOf(question, rows)
		}
		return err
	})
	return reader, err
}

// plainly says which table a question is about, and how its rows are found.
func plainly(question storage.Question) (about string, answer func(*memoryTable) ([]row, error)) {
	switch q := question.(type) {
	case storage.Breakdown:
		return q.Table, always(breakdownOf)
	case storage.Keys:
		return q.Table, always(func(table *memoryTable) []row { return keysOf(table, q.Event) })
	case storage.Summarize:
		return q.Table, always(summaryOf)
	case storage.ColumnStats:
		return q.Table, always(func(table *memoryTable) []row { return statsOf(table, q) })
	case storage.Newest:
		return q.Table, only(storage.Profiles, q, newestOf)
	case storage.Lateness:
		return q.Table, only(storage.Events, q, func(table *memoryTable) []row { return latenessOf(table, q) })
	case storage.Segmentation:
		return q.Table, overDays(q, q.Period, segmentsOf)
	case storage.Funnel:
		return q.Table, overDays(q, q.Period, funnelOf)
	case storage.Retention:
		return q.Table, overDays(q, q.Period, retentionOf)
	case storage.Frequency:
		return q.Table, overDays(q, q.Period, frequencyOf)
	case storage.Distribution:
		return q.Table, overDays(q, q.Period, distributionOf)
	case storage.NumericSummary:
		return q.Table, overDays(q, q.Period, numbersOf)
	case storage.DailyCounts:
		return q.Table, overDays(q, q.Period, dailyOf)
	case storage.Engagement:
		return q.Table, overDays(q, q.Period, engagementOf)
	case storage.PropertyCoverage:
		return q.Table, overDays(q, q.Period, coverageOf)
	}
	return "", func(*memoryTable) ([]row, error) { return nil, storage.UnknownQuestion(question.Name()) }
}

// always is an answer that every table has.
func always(answer func(*memoryTable) []row) func(*memoryTable) ([]row, error) {
	return func(table *memoryTable) ([]row, error) { return answer(table), nil }
}

// only is an answer that tables of a kind have.
func only(kind storage.Kind, question storage.Question, answer func(*memoryTable) []row) func(*memoryTable) ([]row, error) {
	return func(table *memoryTable) ([]row, error) {
		if table.kind != kind {
			return nil, &mperr.InvalidArgument{Argument: "table", Reason: question.Name() + " is asked of " + string(kind)}
		}
		return answer(table), nil
	}
}

// overDays is an answer about the events of a period.
func overDays[Q storage.Question](question Q, period storage.Period, answer func(Q, []visit) ([]row, error)) func(*memoryTable) ([]row, error) {
	return func(table *memoryTable) ([]row, error) {
		var visits []visit
		_, err := only(storage.Events, question, func(table *memoryTable) []row {
			visits = visitsIn(table, period)
			return nil
		})(table)
		if err != nil {
			return nil, err
		}
		return answer(question, visits)
	}
}

// readerOf makes an answer of rows as JSON has them.
func readerOf(question storage.Question, rows []row) (storage.Reader, error) {
	encoded, err := json.Marshal(append([]row{}, rows...))
	if err != nil {
		return nil, err
	}
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, question.Schema(), strings.NewReader(string(encoded)))
	return &memoryReader{schema: question.Schema(), batch: batch}, err
}
