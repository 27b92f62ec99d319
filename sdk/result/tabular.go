package result

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
)

// Tabular is what can be shown as rows and columns.
type Tabular interface {
	// Table gives the rows. The batch is computed on the first call and shared by all of them, from any goroutine. It belongs
	// to the result: a caller that needs it longer than the result calls Retain, and only such a caller calls Release. A
	// result without rows gives a batch of no rows with the columns it would have.
	Table() arrow.RecordBatch
}

// Result is an answer: as a table, and whole as JSON.
type Result interface {
	Tabular
	json.Marshaler
}

var _ = []Result{
	(*FetchResult)(nil), (*SegmentationResult)(nil), (*FunnelResult)(nil), (*RetentionResult)(nil), (*JQLResult)(nil),
	(*EventCountsResult)(nil), (*PropertyCountsResult)(nil), (*NumericBucketResult)(nil), (*NumericSumResult)(nil),
	(*NumericAverageResult)(nil), (*FrequencyResult)(nil), (*ActivityFeedResult)(nil), (*SavedReportResult)(nil), (*FlowsResult)(nil),
	(*Names)(nil), (*List[FunnelInfo])(nil), (*LexiconResult)(nil),
	(*PropertyDistributionResult)(nil), (*NumericPropertySummaryResult)(nil), (*DailyCountsResult)(nil),
	(*EngagementDistributionResult)(nil), (*PropertyCoverageResult)(nil), (*Comparison)(nil),
	(*SummaryResult)(nil), (*EventBreakdownResult)(nil), (*ColumnStatsResult)(nil), (*List[TableInfo])(nil), (*TableSchema)(nil), (*SQLResult)(nil),
}

// lazyTable builds a table once. Its zero value is ready.
type lazyTable struct {
	once  sync.Once
	batch arrow.RecordBatch
}

// get gives the table, building it if this is the first call.
func (l *lazyTable) get(build func() arrow.RecordBatch) arrow.RecordBatch {
	l.once.Do(func() { l.batch = build() })
	return l.batch
}

// encode is json.Marshal that leaves <, > and & as they are in names: whoever writes into a web page escapes there.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
