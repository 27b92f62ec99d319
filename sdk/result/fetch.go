package result

import (
	"cmp"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// FetchFields are the parts that [NewFetch] makes a FetchResult from.
type FetchFields struct {
	// Table is the table that was written. Required.
	Table string
	// Rows counts the rows that were stored; not negative.
	Rows int64
	// Type is what the rows are. Required.
	Type storage.Kind
	// Duration is how long the fetch took; not negative. It is kept to the millisecond.
	Duration time.Duration
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD; both "" where there is none, always for profiles.
	FromDate, ToDate string
	// FetchedAt is when the fetch ended. Required.
	FetchedAt time.Time
}

// FetchResult is the outcome of a fetch. The rows themselves are in the store: ask it for them.
type FetchResult struct {
	fields FetchFields
	table  lazyTable
}

// NewFetch validates the fields; see the package text for the error.
func NewFetch(f FetchFields) (*FetchResult, error) {
	err := cmp.Or(
		checkName("table", f.Table),
		checkCount("rows", f.Rows),
		checkType(f.Type),
		checkDuration(f.Duration),
		checkDateRange(f),
	)
	if err == nil && f.FetchedAt.IsZero() {
		err = refuse("fetched_at", "", "must be set")
	}
	if err != nil {
		return nil, err
	}
	f.Duration = f.Duration.Round(time.Millisecond)
	f.FetchedAt = f.FetchedAt.UTC().Truncate(time.Millisecond)
	return &FetchResult{fields: f}, nil
}

func checkType(kind storage.Kind) error {
	if kind == storage.Events || kind == storage.Profiles {
		return nil
	}
	return &mperr.InvalidArgument{
		Argument: "type", Value: string(kind), Reason: "not a kind of data",
		Allowed: []string{string(storage.Events), string(storage.Profiles)},
	}
}

func checkDuration(d time.Duration) error {
	if d < 0 {
		return refuse("duration_seconds", d.String(), "must not be negative")
	}
	return nil
}

func checkDateRange(f FetchFields) error {
	switch {
	case f.FromDate == "" && f.ToDate == "":
		return nil
	case f.Type == storage.Profiles:
		return refuse("date_range", f.FromDate+".."+f.ToDate, "must be empty for profiles")
	default:
		return checkDays("date_range", f.FromDate, "date_range", f.ToDate)
	}
}

// TableName is the table that was written.
func (r *FetchResult) TableName() string { return r.fields.Table }

// Rows counts the rows that were stored.
func (r *FetchResult) Rows() int64 { return r.fields.Rows }

// Type is what the rows are.
func (r *FetchResult) Type() storage.Kind { return r.fields.Type }

// Duration is how long the fetch took, to the millisecond.
func (r *FetchResult) Duration() time.Duration { return r.fields.Duration }

// DateRange is the inclusive range of days, YYYY-MM-DD; ok is false where there is none.
func (r *FetchResult) DateRange() (from, to string, ok bool) {
	return r.fields.FromDate, r.fields.ToDate, r.fields.FromDate != ""
}

// FetchedAt is when the fetch ended, in UTC, to the millisecond.
func (r *FetchResult) FetchedAt() time.Time { return r.fields.FetchedAt }

// seconds divides whole milliseconds, which prints as three decimals at most.
func (r *FetchResult) seconds() float64 { return float64(r.fields.Duration.Milliseconds()) / 1000 }

// dateRange is the JSON form: two days, or nil.
func (r *FetchResult) dateRange() []string {
	if from, to, ok := r.DateRange(); ok {
		return []string{from, to}
	}
	return nil
}

// MarshalJSON has the keys table, rows, type, duration_seconds, date_range ([from, to] or null) and fetched_at (RFC 3339
// with milliseconds).
func (r *FetchResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Table           string       `json:"table"`
		Rows            int64        `json:"rows"`
		Type            storage.Kind `json:"type"`
		DurationSeconds float64      `json:"duration_seconds"`
		DateRange       []string     `json:"date_range"`
		FetchedAt       string       `json:"fetched_at"`
	}{
		r.fields.Table, r.fields.Rows, r.fields.Type, r.seconds(), r.dateRange(),
		r.fields.FetchedAt.Format(moment),
	})
}

// Table is one row with the JSON keys as columns; date_range is a list of two texts or null, fetched_at a timestamp in
// milliseconds. The Python tool's table of a fetch is the fetched rows instead; here they are read from the store, so that
// a result stays small however much was fetched.
func (r *FetchResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *FetchResult) buildTable() arrow.RecordBatch {
	days := array.NewListBuilder(memory.DefaultAllocator, arrow.BinaryTypes.String)
	if pair := r.dateRange(); pair == nil {
		days.AppendNull()
	} else {
		days.Append(true)
		days.ValueBuilder().(*array.StringBuilder).AppendValues(pair, nil)
	}
	return batchOf(1,
		texts("table", []string{r.fields.Table}),
		integers("rows", []int64{r.fields.Rows}),
		texts("type", []string{string(r.fields.Type)}),
		floats("duration_seconds", []float64{r.seconds()}),
		columnOf("date_range", true, days),
		times("fetched_at", arrow.Millisecond, []time.Time{r.fields.FetchedAt}),
	)
}
