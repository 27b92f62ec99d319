package sdktest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func breakdownOf(table *memoryTable) []row {
	byEvent := map[string][]memoryRow{}
	for _, row := range table.rows() {
		byEvent[row.text(storage.ColumnEventName)] = append(byEvent[row.text(storage.ColumnEventName)], row)
	}
	total := len(table.rows())
	rows := []row{countsOf(nil, table.rows(), total)}
	names := slices.SortedFunc(maps.Keys(byEvent), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byEvent[b]), len(byEvent[a])), cmp.Compare(a, b))
	})
	for _, name := range names {
		rows = append(rows, countsOf(name, byEvent[name], total))
	}
	return rows
}

func countsOf(name any, of []memoryRow, total int) map[string]any {
	people := map[string]bool{}
	var first, last any
	for _, row := range of {
		people[row.text(storage.ColumnDistinctID)] = true
		at := row.identity().time.ToTime(arrow.Microsecond).Format(time.DateTime)
		if first == nil || at < first.(string) {
			first = at
		}
		if last == nil || at > last.(string) {
			last = at
		}
	}
	return row{
		"event_name": name, "count": len(of), "unique_users": len(people), "first_seen": first, "last_seen": last,
		"pct_of_total": 100 * float64(len(of)) / float64(max(total, 1)),
	}
}

func keysOf(table *memoryTable, event string) (rows []row) {
	keys := map[string]bool{}
	for _, row := range table.rows() {
		var properties map[string]json.RawMessage
		if event == "" || row.text(storage.ColumnEventName) == event {
			_ = json.Unmarshal([]byte(row.text(storage.ColumnProperties)), &properties)
		}
		for key := range properties {
			keys[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		rows = append(rows, row{"key": key})
	}
	return rows
}

// valuesOf are the values of a column that are there, as text, and those that are whole numbers.
func valuesOf(table *memoryTable, field arrow.Field) (texts []string, numbers []int64) {
	built, err := buildColumn(field, table.rows())
	if err != nil {
		panic(err)
	}
	for i := range built.Len() {
		if built.IsNull(i) {
			continue
		}
		texts = append(texts, built.ValueStr(i))
		if whole, ok := built.(*array.Int64); ok {
			numbers = append(numbers, whole.Value(i))
		}
	}
	return texts, numbers
}

func summaryOf(table *memoryTable) (rows []row) {
	total := len(table.rows())
	for _, field := range table.columns {
		texts, numbers := valuesOf(table, field)
		row := row{
			"column_name": field.Name, "column_type": field.Type.String(), "count": total,
			"approx_unique": len(slices.Compact(slices.Sorted(slices.Values(texts)))), "null_percentage": 0,
		}
		if total > 0 {
			row["null_percentage"] = 100 * float64(total-len(texts)) / float64(total)
		}
		if len(numbers) > 0 {
			slices.Sort(numbers)
			sum := int64(0)
			for _, n := range numbers {
				sum += n
			}
			row["avg"] = float64(sum) / float64(len(numbers))
			row["min"], row["max"] = strconv.FormatInt(numbers[0], 10), strconv.FormatInt(numbers[len(numbers)-1], 10)
		} else if len(texts) > 0 {
			row["min"], row["max"] = slices.Min(texts), slices.Max(texts)
		}
		rows = append(rows, row)
	}
	return rows
}

func statsOf(table *memoryTable, question storage.ColumnStats) []row {
	at := slices.IndexFunc(table.columns, func(field arrow.Field) bool { return field.Name == question.Column })
	texts, _ := valuesOf(table, table.columns[at])
	counts := map[string]int{}
	for _, text := range texts {
		counts[text]++
	}
	frequent := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	top := []row{}
	for _, value := range frequent[:min(question.Top, len(frequent))] {
		top = append(top, row{"value": value, "count": counts[value]})
	}
	return []row{{
		"dtype": table.columns[at].Type.String(), "count": len(texts), "null_count": len(table.rows()) - len(texts),
		"unique_count": len(counts), "numeric": false, "top_values": top,
	}}
}

// analyzeFaults answer questions wrongly.
var analyzeFaults = map[string]altered{
	"lists the most frequent event last": reversed("a breakdown counts events and people, all of them first", "breakdown"),
	"lists keys in no order":             reversed("keys are those of the top level, of all rows or one event's", "keys"),
	"summarizes columns in no order":     reversed("a summary has a row for every column in order", "summarize"),
	"lists no frequent values": {
		fails: []string{"figures of a column count its values, the most frequent first"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			if stats, ok := question.(storage.ColumnStats); ok {
				stats.Top = 0
				question = stats
			}
			return sink.Analyze(ctx, question)
		},
	},
	"has no answer about no rows": {
		fails: []string{"questions about a table without rows have answers"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			reader, err := sink.Analyze(ctx, question)
			if described, ok := question.(storage.Breakdown); ok && described.Table == "empty" {
				return readerOf(question, nil)
			}
			return reader, err
		},
	},
	"has an answer about a table that is not there": {
		fails: []string{"a question about an unknown table is TABLE_NOT_FOUND"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			reader, err := sink.Analyze(ctx, question)
			if mperr.CodeOf(err) == "TABLE_NOT_FOUND" {
				return readerOf(question, nil)
			}
			return reader, err
		},
	},
	"answers what nobody can": {
		fails: []string{"a question that no table can answer is INVALID_ARGUMENT"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			if question.Check() != nil {
				return readerOf(question, nil)
			}
			return sink.Analyze(ctx, question)
		},
	},
	"answers questions after their context": {
		fails: []string{"an answer to a question ends with its context"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			reader, err := sink.Analyze(context.WithoutCancel(ctx), question)
			return deafReader{reader}, err
		},
	},
}

// reversed gives the rows of one question the wrong way round.
func reversed(fails, name string) altered {
	return altered{fails: []string{fails}, analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
		reader, err := sink.Analyze(ctx, question)
		if err != nil || question.Name() != name {
			return reader, err
		}
		batch, err := reader.Next(ctx)
		if err != nil {
			return nil, err
		}
		encoded, err := batch.MarshalJSON()
		var rows []row
		if err = errors.Join(err, json.Unmarshal(encoded, &rows)); err != nil {
			return nil, err
		}
		slices.Reverse(rows)
		return readerOf(question, rows)
	}}
}
