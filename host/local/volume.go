package local

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
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
	question := storage.DailyCounts{Table: e.Table, Events: events, Period: period}
	fields := result.DailyCountsFields{FromDate: from, ToDate: to, Events: events}
	err := e.ask(ctx, question, period, 0, func(r stored.Row) error {
		fields.Counts = append(fields.Counts, result.DailyCount{Date: r.Text(0), Event: r.Text(1), Count: r.Integer(2)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := result.NewDailyCounts(fields)
	return told(ctx, e, question, made, err, func(answer *result.DailyCountsResult) (doubt live.Doubt) {
		counts := answer.Counts()
		for _, event := range events {
			if !slices.ContainsFunc(counts, func(c result.DailyCount) bool { return c.Event == event }) {
				doubt.Events = append(doubt.Events, event)
			}
		}
		return doubt
	})
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
	question := storage.Engagement{Table: e.Table, Events: events, Period: period}
	fields := result.EngagementFields{FromDate: from, ToDate: to, Events: events}
	for _, least := range buckets {
		fields.Buckets = append(fields.Buckets, result.EngagementBucket{Min: least})
	}
	err := e.ask(ctx, question, period, 0, func(r stored.Row) error {
		at, found := slices.BinarySearch(buckets, r.Integer(0))
		if !found { // the bucket that begins before
			at--
		}
		if at < 0 {
			return fmt.Errorf("it has users with %d events", r.Integer(0))
		}
		fields.Buckets[at].Users += r.Integer(1)
		fields.TotalUsers += r.Integer(1)
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := result.NewEngagement(fields)
	return told(ctx, e, question, made, err, func(answer *result.EngagementDistributionResult) (doubt live.Doubt) {
		if answer.TotalUsers() == 0 {
			doubt.Events = events
		}
		return doubt
	})
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
