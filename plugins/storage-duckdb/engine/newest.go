package engine

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (s *Sink) newest(ctx context.Context, question storage.Newest) (storage.Reader, error) {
	return s.stream(ctx, question, question.Table, func(about subject) (duck.Question, error) {
		return duck.Question{
			SQL: "SELECT CAST(max(last_seen) AS TIMESTAMPTZ) AS last_seen FROM " + qualified(about.name),
		}, about.needs(question, storage.ColumnLastSeen)
	})
}
