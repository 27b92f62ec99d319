package result

import (
	"cmp"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// TableInfo is a stored table. The table of a [List] has the columns name, type, row_count and fetched_at (a timestamp in
// milliseconds).
type TableInfo struct {
	// Name is the table's name. Required.
	Name string
	// Type is what its rows are. Required.
	Type storage.Kind
	// RowCount is the number of its rows.
	RowCount int64
	// FetchedAt is when a fetch last changed it; the zero time where that is not known.
	FetchedAt time.Time
}

// MarshalJSON has the keys name, type, row_count and fetched_at (RFC 3339 in UTC with milliseconds, or null).
func (t TableInfo) MarshalJSON() ([]byte, error) {
	var at *string
	if !t.FetchedAt.IsZero() {
		text := t.FetchedAt.UTC().Format(moment)
		at = &text
	}
	return encode(struct {
		Name      string       `json:"name"`
		Type      storage.Kind `json:"type"`
		RowCount  int64        `json:"row_count"`
		FetchedAt *string      `json:"fetched_at"`
	}{t.Name, t.Type, t.RowCount, at})
}

func (t TableInfo) check(place string) error {
	return cmp.Or(checkName(place+"name", t.Name), checkName(place+"type", string(t.Type)), checkCount(place+"row_count", t.RowCount))
}

func (t TableInfo) clone() TableInfo { return t }

func (TableInfo) tableOf(tables []TableInfo) arrow.RecordBatch {
	return batchOf(len(tables),
		texts("name", each(tables, func(t TableInfo) string { return t.Name })),
		texts("type", each(tables, func(t TableInfo) string { return string(t.Type) })),
		integers("row_count", each(tables, func(t TableInfo) int64 { return t.RowCount })),
		someTimes("fetched_at", arrow.Millisecond, each(tables, func(t TableInfo) time.Time { return t.FetchedAt })))
}
