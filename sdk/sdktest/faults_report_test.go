package sdktest

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// reportFaults answer other reports than those asked for.
var reportFaults = map[string]altered{
	"counts events where users are meant": instead("segmentation counts events, users or events for each user", func(q *storage.Segmentation) {
		q.Count = storage.CountEvents
	}),
	"segments all that where leaves out": instead("segmentation splits by an expression and keeps what another is true of", func(q *storage.Segmentation) {
		q.Where = ""
	}),
	"lists more segments than are wanted": instead("segmentation splits by an expression and keeps what another is true of", func(q *storage.Segmentation) {
		q.Limit = 0
	}),
	"gives segments that nobody wants": instead("segmentation splits by an expression and keeps what another is true of", func(q *storage.Segmentation) {
		q.Segments = nil
	}),
	"reads the days of UTC": instead("days and hours are those that clocks of the zone show", func(q *storage.Segmentation) {
		q.Period.Zone = ""
	}),
	"reads all times of expressions in UTC": instead("days and hours are those that clocks of the zone show", func(q *storage.Segmentation) {
		q.Period.LocalTime = false
	}),
	"counts the days of UTC": instead("days and hours are those that clocks of the zone show", func(q *storage.DailyCounts) {
		q.Period.Zone = ""
	}),
	"gives users all the time for a funnel": instead("a funnel counts who came how far in time", func(q *storage.Funnel) {
		q.Window *= 100
	}),
	"counts as back who does anything": instead("retention counts who came back how long after", func(q *storage.Retention) {
		q.Return = ""
	}),
	"counts who came back later for none but the last interval": instead("retention counts who came back how long after", func(q *storage.Retention) {
		q.Unbounded = false
	}),
	"counts active days where hours are meant": instead("frequency counts in how many hours or days users were active", func(q *storage.Frequency) {
		q.Each = storage.ByDay
	}),
	"lists more values than are wanted": instead("a property's values, numbers and coverage are told of an event", func(q *storage.Distribution) {
		q.Limit = 0
	}),
	"gives percentiles in an order of its own": instead("a property's values, numbers and coverage are told of an event", func(q *storage.NumericSummary) {
		q.Percentiles = []float64{0, 50, 100}
	}),
	"lists the coverage of properties in no order": reversed("a property's values, numbers and coverage are told of an event", "property_coverage"),
	"counts the events of a day that nobody asked about": instead("events are counted by day, and by how many users have", func(q *storage.DailyCounts) {
		q.Events = nil
	}),
	"counts for users the events that nobody asked about": instead("events are counted by day, and by how many users have", func(q *storage.Engagement) {
		q.Events = nil
	}),
	"has no distribution of no rows": {
		fails: []string{"reports of a table without rows have answers"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			if q, ok := question.(storage.Distribution); ok && q.Table == "empty" {
				return readerOf(question, nil)
			}
			return sink.Analyze(ctx, question)
		},
	},
	"reads nothing in what it cannot read": {
		fails: []string{"reports refuse what cannot be read, and name a table that is not there"},
		analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
			reader, err := sink.Analyze(ctx, question)
			if mperr.CodeOf(err) == "INVALID_ARGUMENT" {
				return readerOf(question, nil)
			}
			return reader, err
		},
	},
}

// instead answers another question of the same kind.
func instead[Q storage.Question](fails string, change func(*Q)) altered {
	return altered{fails: []string{fails}, analyze: func(ctx context.Context, sink full, question storage.Question) (storage.Reader, error) {
		if q, ok := question.(Q); ok {
			change(&q)
			question = q
		}
		return sink.Analyze(ctx, question)
	}}
}
