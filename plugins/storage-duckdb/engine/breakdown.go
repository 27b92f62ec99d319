package engine

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// breakdown counts the events and, in the same pass, all of them together. A row without an event name, which no table of
// mp's has, counts as one named "".
func (s *Sink) breakdown(ctx context.Context, question storage.Breakdown) (storage.Reader, error) {
	return s.stream(ctx, question, question.Table, func(about subject) (duck.Question, error) {
		err := about.needs(question, storage.ColumnEventName, storage.ColumnEventTime, storage.ColumnDistinctID)
		return duck.Question{SQL: `WITH named AS (
				SELECT coalesce(CAST(event_name AS VARCHAR), '') AS event_name, event_time, distinct_id FROM ` + qualified(about.name) + `),
			counted AS (
				SELECT event_name, grouping(event_name) = 1 AS all_events, count(*) AS count, count(DISTINCT distinct_id) AS unique_users,
					min(event_time) AS first_seen, max(event_time) AS last_seen
				FROM named GROUP BY ROLLUP (event_name))
			SELECT event_name, count, unique_users, CAST(first_seen AS TIMESTAMPTZ) AS first_seen, CAST(last_seen AS TIMESTAMPTZ) AS last_seen,
				coalesce(100.0::DOUBLE * count / nullif(max(count) OVER (), 0), 0) AS pct_of_total
			FROM counted ORDER BY all_events DESC, count DESC, event_name`}, err
	})
}
