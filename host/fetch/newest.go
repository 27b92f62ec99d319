package fetch

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// since is the expression that chooses the profiles which an incremental fetch brings; "" for all, where the table tells of
// no update.
func (r *profilesRun) since(ctx context.Context) (expression string, err error) {
	if !r.request.Incremental {
		return "", nil
	}
	querier, ok := r.catalog.(storage.Querier)
	if !ok {
		return "", &mperr.CapabilityNotSupported{
			Capability: string(storage.CapabilitySQL), Fix: "append without incremental: the store is asked by SQL for its newest update",
		}
	}
	newest, ok, err := newestSeen(ctx, querier, r.request.Table)
	if err != nil || !ok {
		return "", err
	}
	if now := r.config.Now(); newest.After(now) {
		newest = now // a profile may tell of a time to come
	}
	overlap := r.request.Overlap
	if overlap == 0 {
		overlap = UsualOverlap
	}
	return `properties["$last_seen"] >= datetime("` + newest.Add(-overlap).UTC().Format("2006-01-02T15:04:05") + `")`, nil
}

// newestSeen asks the store for the newest update; ok is false where no profile tells of one.
func newestSeen(ctx context.Context, querier storage.Querier, table string) (newest time.Time, ok bool, err error) {
	reader, err := querier.Query(ctx, storage.Query{SQL: fmt.Sprintf(`SELECT max(last_seen) AS last_seen FROM "%s"`, table)})
	if err != nil {
		return time.Time{}, false, err
	}
	defer func() { _ = reader.Close() }()
	batch, err := reader.Next(ctx)
	if err == io.EOF {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, err
	}
	if batch.NumCols() == 1 && batch.NumRows() == 1 {
		if times, isTime := batch.Column(0).(*array.Timestamp); isTime {
			unit := times.DataType().(*arrow.TimestampType).Unit
			return times.Value(0).ToTime(unit), times.IsValid(0), nil
		}
	}
	return time.Time{}, false, &mperr.StorageFailed{Message: "the storage plugin answers with something else than a time"}
}
