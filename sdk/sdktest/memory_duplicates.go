package sdktest

import (
	"encoding/json"
	"math"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// keepLatest keeps one row of each identity: the one that Mixpanel processed last, and of equals the last that arrived.
func keepLatest(rows []memoryRow) []memoryRow {
	kept := make([]memoryRow, 0, len(rows))
	place := make(map[identity]int, len(rows))
	for _, row := range rows {
		at, known := place[row.identity()]
		switch {
		case !known:
			place[row.identity()] = len(kept)
			kept = append(kept, row)
		case row.processed() >= kept[at].processed():
			kept[at] = row
		}
	}
	return kept
}

// processed is the property mp_processing_time_ms; a row without it is older than any with it. The key is looked up
// exactly, as a struct tag would also match its case twins.
func (r memoryRow) processed() int64 {
	var properties map[string]json.RawMessage
	if json.Unmarshal([]byte(r.text(storage.ColumnProperties)), &properties) != nil {
		return math.MinInt64
	}
	var processed int64
	if raw, ok := properties["mp_processing_time_ms"]; !ok || json.Unmarshal(raw, &processed) != nil {
		return math.MinInt64
	}
	return processed
}
