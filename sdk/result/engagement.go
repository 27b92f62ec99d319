package result

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// EngagementBucket is how many users have a number of events within a range.
type EngagementBucket struct {
	// Min is the least number of events, at least 1; the bucket ends below that of the next.
	Min int64 `json:"bucket_min"`
	// Label is the range, such as 2-4. It is computed, whatever it holds.
	Label string `json:"bucket_label"`
	// Users is the number of users; not negative.
	Users int64 `json:"user_count"`
	// Percentage is the share of all users, 0 to 100. It is computed, whatever it holds.
	Percentage float64 `json:"percentage"`
}

// EngagementFields are the parts that [NewEngagement] makes an EngagementDistributionResult from.
type EngagementFields struct {
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Events are the events that count; none means all.
	Events []string
	// TotalUsers is the number of users with an event; not negative.
	TotalUsers int64
	// Buckets ascend by their least number.
	Buckets []EngagementBucket
}

// EngagementDistributionResult is how many events users have.
type EngagementDistributionResult struct {
	days

	fields EngagementFields
	table  lazyTable
}

// NewEngagement validates the fields and copies the buckets; see the package text for the error.
func NewEngagement(f EngagementFields) (*EngagementDistributionResult, error) {
	over := days{f.FromDate, f.ToDate}
	err := cmp.Or(over.check(), checkTexts("events", f.Events), checkCount("total_users", f.TotalUsers))
	f.Buckets, f.Events = listed(f.Buckets), slices.Clone(f.Events)
	for i := range f.Buckets {
		bucket, place := &f.Buckets[i], fmt.Sprintf("buckets[%d].", i)
		if err == nil && (bucket.Min < 1 || i > 0 && bucket.Min <= f.Buckets[i-1].Min) {
			err = refuse(place+"bucket_min", strconv.FormatInt(bucket.Min, 10), "must be at least 1, and more than that of the bucket before")
		}
		err = cmp.Or(err, checkCount(place+"user_count", bucket.Users))
		bucket.Percentage, bucket.Label = percentage(bucket.Users, f.TotalUsers), strconv.FormatInt(bucket.Min, 10)+"+"
		if i+1 < len(f.Buckets) {
			bucket.Label = rangeLabel(bucket.Min, f.Buckets[i+1].Min-1)
		}
	}
	if err != nil {
		return nil, err
	}
	return &EngagementDistributionResult{days: over, fields: f}, nil
}

// rangeLabel names a range of whole numbers.
func rangeLabel(from, to int64) string {
	if from == to {
		return strconv.FormatInt(from, 10)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// Events are the events that count; none means all.
func (r *EngagementDistributionResult) Events() []string { return slices.Clone(r.fields.Events) }

// TotalUsers is the number of users with an event.
func (r *EngagementDistributionResult) TotalUsers() int64 { return r.fields.TotalUsers }

// Buckets is a copy of the buckets, ascending.
func (r *EngagementDistributionResult) Buckets() []EngagementBucket {
	return slices.Clone(r.fields.Buckets)
}

// MarshalJSON has the keys from_date, to_date, events (null for all), total_users and buckets.
func (r *EngagementDistributionResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		FromDate   string             `json:"from_date"`
		ToDate     string             `json:"to_date"`
		Events     []string           `json:"events"`
		TotalUsers int64              `json:"total_users"`
		Buckets    []EngagementBucket `json:"buckets"`
	}{r.from, r.to, r.fields.Events, r.fields.TotalUsers, r.fields.Buckets})
}

// Table has a row for each bucket: bucket_min, bucket_label, user_count, percentage.
func (r *EngagementDistributionResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *EngagementDistributionResult) buildTable() arrow.RecordBatch {
	all := r.fields.Buckets
	return batchOf(len(all),
		integers("bucket_min", each(all, func(b EngagementBucket) int64 { return b.Min })),
		texts("bucket_label", each(all, func(b EngagementBucket) string { return b.Label })),
		integers("user_count", each(all, func(b EngagementBucket) int64 { return b.Users })),
		floats("percentage", each(all, func(b EngagementBucket) float64 { return b.Percentage })))
}
