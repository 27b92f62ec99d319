package sdktest

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func newestOf(table *memoryTable) []row {
	var newest any
	for _, row := range table.rows() {
		seen := column[*array.Timestamp](row, storage.ColumnLastSeen)
		if text := seen.Value(row.at).ToTime(arrow.Microsecond).Format(time.DateTime); seen.IsValid(row.at) && (newest == nil || text > newest.(string)) {
			newest = text
		}
	}
	return []row{{"last_seen": newest}}
}

func latenessOf(table *memoryTable, question storage.Lateness) []row {
	var late []int64
	looked := 0
	for _, row := range table.rows() {
		if !slices.Contains(question.Days, row.day()) || question.Limit > 0 && looked == question.Limit {
			continue
		}
		looked++
		processed := row.processed()
		by := processed - row.identity().time.ToTime(arrow.Microsecond).UnixMilli()
		if processed != math.MinInt64 && by >= 0 && by <= question.Within.Milliseconds() {
			late = append(late, by)
		}
	}
	if len(late) == 0 {
		return []row{{"events": 0}}
	}
	slices.Sort(late)
	at := int(math.Ceil(question.Percentile / 100 * float64(len(late))))
	return []row{{"events": len(late), "late": late[at-1]}}
}

// freshnessFaults tell wrongly what is fresh.
var freshnessFaults = map[string]altered{
	"takes the time of any profile for the newest": {
		fails: []string{"the newest update of profiles is told, and that there is none"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			if _, ok := question.(storage.Newest); ok {
				return readerOf(question, []row{{"last_seen": "2026-01-03 08:15:11"}})
			}
			return sink.Analyze(ctx, question)
		},
	},
	"takes imports of history for late events": {
		fails: []string{"lateness is told of the days asked for, by the events that tell it"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			if lateness, ok := question.(storage.Lateness); ok {
				lateness.Within *= 1000
				question = lateness
			}
			return sink.Analyze(ctx, question)
		},
	},
	"tells the freshness of any table": {
		fails: []string{"freshness is told of tables that can tell it"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			reader, err := sink.Analyze(ctx, question)
			if mperr.CodeOf(err) == "INVALID_ARGUMENT" {
				return readerOf(question, nil)
			}
			return reader, err
		},
	},
}
