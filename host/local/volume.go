package local

import (
	"context"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// DefaultBuckets are the least numbers of events by which [Engine.Engagement] divides users where none are given.
func DefaultBuckets() []int64 { return []int64{1, 2, 5, 10, 25, 50, 100} }

// DailyCounts answers how often events happened on each day; no event is all of them. An event has no entry for a day
// without it.
func (e Engine) DailyCounts(ctx context.Context, from, to string, events ...string) (*result.DailyCountsResult, error) {
	period := e.period(from, to)
	rows, err := e.ask(ctx, storage.DailyCounts{Table: e.Table, Events: events, Period: period}, period, 0)
	if err != nil {
		return nil, err
	}
	fields := result.DailyCountsFields{FromDate: from, ToDate: to, Events: events}
	for _, r := range rows {
		fields.Counts = append(fields.Counts, result.DailyCount{Date: r.text(0), Event: r.text(1), Count: r.count(2)})
	}
	return result.NewDailyCounts(fields)
}

// Engagement answers how many users have how many of the events; no event is all of them. Buckets are the least numbers of
// events of each bucket, ascending from 1; nil is [DefaultBuckets].
func (e Engine) Engagement(ctx context.Context, from, to string, buckets []int64, events ...string) (*result.EngagementDistributionResult, error) {
	if len(buckets) == 0 {
		buckets = DefaultBuckets()
	}
	if err := checkBuckets(buckets); err != nil {
		return nil, err
	}
	period := e.period(from, to)
	rows, err := e.ask(ctx, storage.Engagement{Table: e.Table, Events: events, Period: period}, period, 0)
	if err != nil {
		return nil, err
	}
	fields := result.EngagementFields{FromDate: from, ToDate: to, Events: events}
	for _, least := range buckets {
		fields.Buckets = append(fields.Buckets, result.EngagementBucket{Min: least})
	}
	at := 0
	for _, r := range rows { // by the number of events, ascending
		for at+1 < len(buckets) && r.count(0) >= buckets[at+1] {
			at++
		}
		fields.Buckets[at].Users += r.count(1)
		fields.TotalUsers += r.count(1)
	}
	return result.NewEngagement(fields)
}

// checkBuckets wants a place for every user: numbers that ascend from 1.
func checkBuckets(buckets []int64) error {
	for i, least := range buckets {
		if i == 0 && least != 1 || i > 0 && least <= buckets[i-1] {
			return &mperr.InvalidArgument{Argument: "buckets", Value: strconv.FormatInt(least, 10), Reason: "must be numbers that ascend from 1, such as 1,2,5,10"}
		}
	}
	return nil
}
