package live

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/result"
)

// Ask asks Mixpanel; see the package text for errors. Where Compounded, the result's born event is Return, too. A rate of the
// result is the users who came back in a bucket by the size of their cohort, 0 for a cohort of nobody.
func (q Retention) Ask(ctx context.Context, asker Asker) (*result.RetentionResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	answer, err := ask(ctx, asker, "retention", q.params().values())
	if err != nil {
		return nil, err
	}
	cohorts, err := readCohorts(answer)
	if err != nil {
		return nil, unclear("retention", err)
	}
	made, err := result.NewRetention(result.RetentionFields{
		BornEvent: cmp.Or(q.Born, q.Return), ReturnEvent: q.Return, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Cohorts: cohorts,
	})
	return understood("retention", made, err)
}

// params has either a unit or an interval: Mixpanel refuses both.
func (q Retention) params() params {
	values := params{
		"retention_type": q.kind(), "born_event": q.Born, "event": q.Return, "from_date": q.From, "to_date": q.To,
		"born_where": q.BornWhere, "where": q.ReturnWhere, "interval_count": strconv.Itoa(q.IntervalCount),
	}
	if q.Interval > 1 {
		values["interval"] = strconv.Itoa(q.Interval)
	} else {
		values["unit"] = string(q.Unit)
	}
	if q.Unbounded {
		values["unbounded_retention"] = "true"
	}
	return values
}

// kind is what Mixpanel calls the way of being born.
func (q Retention) kind() string {
	if q.Compounded {
		return "compounded"
	}
	return "birth"
}

// readCohorts reads {date: {"first": 10, "counts": [9, 7]}}.
func readCohorts(answer json.RawMessage) ([]result.CohortFields, error) {
	members, err := dated(within(answer, "data", "results"))
	if err != nil {
		return nil, err
	}
	var cohorts []result.CohortFields
	for _, date := range slices.Sorted(maps.Keys(members)) {
		var read struct {
			First  tally   `json:"first"`
			Counts []tally `json:"counts"`
		}
		if err := json.Unmarshal(members[date], &read); err != nil {
			return nil, fmt.Errorf("%s: %w", date, err)
		}
		cohort := result.CohortFields{Date: date, Size: int64(read.First)}
		for _, users := range read.Counts {
			cohort.Retention = append(cohort.Retention, Rate(int64(users), cohort.Size))
		}
		cohorts = append(cohorts, cohort)
	}
	return cohorts, nil
}
