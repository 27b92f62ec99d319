package sdktest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

type writeFunc = func(context.Context, full, string, storage.Unit, storage.Rows) (storage.UnitReport, error)

var unitFaults = map[string]altered{
	"takes a cut stream for a whole one": {
		fails: []string{"a unit whose rows fail midway leaves nothing and can be written again"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			gathered, err := gatherEvents(ctx, unit, rows)
			if gathered == nil {
				return storage.UnitReport{}, err
			}
			return sink.WriteUnit(ctx, session, unit, gathered.settled())
		},
	},
	"takes an error that wraps io.EOF for the end": {
		fails: []string{"a unit whose rows fail with an error that wraps io.EOF is cut and not at its end"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			return sink.WriteUnit(ctx, session, unit, lenientRows{rows})
		},
	},
	"does not look at the footer": {
		fails: []string{
			"a unit without its footer is UNIT_MISMATCH and leaves nothing",
			"a unit with fewer rows than its footer says is UNIT_MISMATCH and leaves nothing",
			"a unit with more rows than its footer says is UNIT_MISMATCH and leaves nothing",
			"a unit with other rows of a day than its footer says is UNIT_MISMATCH and leaves nothing",
			"a unit with a row of a day that is not its own is UNIT_MISMATCH and leaves nothing",
		},
		write: rewrite(func(events []event) []event { return events }),
	},
	"goes on after its context was cancelled": {
		fails: []string{"a unit cut by a cancelled context leaves nothing and can be written again"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			return sink.WriteUnit(context.WithoutCancel(ctx), session, unit, rows)
		},
	},
	"deletes the days before it has the rows": {
		fails: []string{
			"a unit whose rows fail midway leaves nothing and can be written again",
			"a unit cut by a cancelled context leaves nothing and can be written again",
		},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			if _, err := sink.WriteUnit(bg, session, unit, unitWith(unit, nil)); err != nil {
				return storage.UnitReport{}, err
			}
			return sink.WriteUnit(ctx, session, unit, rows)
		},
	},
	"stores no unit without rows": {
		fails: []string{"a unit without rows is durable and covers its days", "writing a day again without rows empties it"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			gathered, err := gatherEvents(ctx, unit, rows)
			if err == nil && len(gathered.events) == 0 {
				return storage.UnitReport{Unit: unit}, nil
			}
			return sink.WriteUnit(ctx, session, unit, gathered)
		},
	},
	"loses every second unit": {
		fails: []string{"units written at once are all stored"},
		write: func() writeFunc {
			var calls atomic.Int64
			return func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
				if calls.Add(1)%2 == 0 {
					return storage.UnitReport{Unit: unit}, nil
				}
				return sink.WriteUnit(ctx, session, unit, rows)
			}
		}(),
	},
	"keeps texts of batches that were let go": {
		fails: []string{"a unit of many batches and of one large batch arrives whole"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			gathered := &unitRows{unit: unit, size: 100}
			for {
				batch, err := rows.Next(ctx)
				if errors.Is(err, io.EOF) {
					gathered.footer = rows.Footer()
					return sink.WriteUnit(ctx, session, unit, gathered)
				}
				from := len(gathered.events)
				if gathered.events, err = decode(gathered.events, batch); err != nil {
					return storage.UnitReport{}, err
				}
				for i := range gathered.events[from:] {
					gathered.events[from+i].Properties = batch.Column(4).(*array.String).Value(i)
				}
			}
		},
	},
	"panics": {
		fails: []string{"a property of a megabyte comes back whole"},
		write: func(context.Context, full, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
			panic("on purpose")
		},
	},
	"hangs": {
		fails: []string{"a unit cut by a cancelled context leaves nothing and can be written again"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			if report, err := sink.WriteUnit(ctx, session, unit, rows); err == nil {
				return report, nil
			}
			select {}
		},
	},
	"adds to days that were written before": {
		fails: []string{"writing days again replaces those days and no others", "writing a day again without rows empties it"},
		write: func() writeFunc {
			var mu sync.Mutex
			stored := map[string][]event{}
			return func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
				gathered, err := gatherEvents(ctx, unit, rows)
				if err != nil {
					return storage.UnitReport{}, err
				}
				mu.Lock()
				defer mu.Unlock()
				for _, day := range gathered.days() {
					gathered.events = append(gathered.events, stored[day]...)
				}
				for _, e := range gathered.events {
					stored[e.Day] = append(stored[e.Day], e)
				}
				return sink.WriteUnit(ctx, session, unit, gathered.settled())
			}
		}(),
	},
	"takes the day in UTC": {
		fails: []string{"the day of a row is its project day and not the day of its time in UTC"},
		write: rewriteEach(func(e *event) { e.Day = e.Time.Format(time.DateOnly) }),
	},
	"does not count duplicates and rejects": {
		fails: []string{"coverage and report count what was received, stored, duplicate and rejected, day by day"},
		coverage: func(days []storage.Day) []storage.Day {
			for i := range days {
				days[i].Received, days[i].Duplicates, days[i].Rejected = days[i].Stored, 0, 0
			}
			return days
		},
	},
	"keeps the first filter of a day": {
		fails: []string{"writing days again replaces their coverage"},
		coverage: func(days []storage.Day) []storage.Day {
			for i := range days {
				days[i].Filter = "old"
			}
			return days
		},
	},
}

// lenientRows end where their error wraps io.EOF.
type lenientRows struct{ storage.Rows }

func (l lenientRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := l.Rows.Next(ctx)
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	return batch, err
}

var valueFaults = map[string]altered{
	"keeps duplicates": {
		fails: []string{"rows of a unit equal in name, user, time and insert id are one event"},
		write: rewriteEach(func() func(*event) {
			n := 0
			return func(e *event) {
				n++
				e.Time = e.Time.Add(time.Duration(n) * time.Microsecond)
			}
		}()),
	},
	"takes the insert id alone for an event's key": {
		fails: []string{"rows that differ in name, user, time or insert id stay apart"},
		write: rewrite(firstOf(func(e event) any { return e.InsertID })),
	},
	"keeps the last duplicate whenever it was processed": {
		fails: []string{"of duplicates the one with the greatest mp_processing_time_ms stays"},
		write: rewrite(func(events []event) []event {
			slices.Reverse(events)
			return firstOf(keyOf)(events)
		}),
	},
	"keeps the first of equal duplicates": {
		fails: []string{"of duplicates processed at the same time the last one stays"},
		write: rewrite(firstOf(keyOf)),
	},
	"parses properties and writes them anew": {
		fails: []string{"properties come back byte for byte"},
		write: rewriteEach(func(e *event) {
			var properties map[string]json.RawMessage
			if json.Unmarshal([]byte(e.Properties), &properties) != nil {
				return
			}
			var text bytes.Buffer
			encoder := json.NewEncoder(&text)
			encoder.SetEscapeHTML(false)
			if encoder.Encode(properties) == nil {
				e.Properties = strings.TrimSpace(text.String())
			}
		}),
	},
	"cuts long properties": {
		fails: []string{"a property of a megabyte comes back whole"},
		write: rewriteEach(func(e *event) { e.Properties = e.Properties[:min(len(e.Properties), 1<<16)] }),
	},
	"takes the text (null) for no value": {
		fails: []string{"names and ids come back as they were"},
		write: rewriteEach(func(e *event) { e.Name = strings.ReplaceAll(e.Name, "(null)", "") }),
	},
	"keeps times to the millisecond": {
		fails: []string{"times come back to the microsecond"},
		write: rewriteEach(func(e *event) { e.Time = e.Time.Truncate(time.Millisecond) }),
	},
	"drops columns that are not in the schema": {
		fails: []string{"a column appears with the first unit that brings it and is null in older rows"},
		write: rewriteEach(func(e *event) { e.Extra = nil }),
	},
	"goes by the place of a column": {
		fails: []string{"columns of a unit may stand in any order after those of the schema"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			gathered, err := gatherEvents(ctx, unit, rows)
			if err != nil {
				return storage.UnitReport{}, err
			}
			slices.SortFunc(gathered.extra, func(a, b arrow.Field) int { return strings.Compare(a.Name, b.Name) })
			if rows.Schema().Field(6).Name == "plan" {
				for _, e := range gathered.events {
					if e.Extra != nil {
						e.Extra["plan"], e.Extra["country"] = e.Extra["country"], e.Extra["plan"]
					}
				}
			}
			return sink.WriteUnit(ctx, session, unit, gathered)
		},
	},
}

func keyOf(e event) any { return [4]any{e.Name, e.DistinctID, e.InsertID, e.Time} }

// firstOf drops events whose key came before.
func firstOf(key func(event) any) func([]event) []event {
	return func(events []event) []event {
		seen := map[any]bool{}
		return slices.DeleteFunc(events, func(e event) bool {
			defer func() { seen[key(e)] = true }()
			return seen[key(e)]
		})
	}
}
