package result_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

const firstDay, lastDay = "2026-01-01", "2026-01-31"

func numericSummaryFields() result.NumericPropertySummaryFields {
	return result.NumericPropertySummaryFields{
		Event: "Order", PropertyName: "amount", FromDate: firstDay, ToDate: lastDay, Count: 3, Min: 1, Max: 9.5, Sum: 14.5, Avg: 4.833, Stddev: 3.5,
		Percentiles: map[float64]float64{50: 4, 99.9: 9.4, 5: 1.25},
	}
}

// insightSamples are the answers that the Python tool has scripts of Mixpanel compute.
func insightSamples(t *testing.T) map[string]result.Result {
	t.Helper()
	distribution, err1 := result.NewPropertyDistribution(result.PropertyDistributionFields{
		Event: "Order", PropertyName: "plan", FromDate: firstDay, ToDate: lastDay, TotalCount: 8,
		Values: []result.ValueCount{{Value: "free", Count: 5}, {Value: "undefined", Count: 2}, {Value: "<pro>", Count: 1}},
	})
	noValues, err2 := result.NewPropertyDistribution(result.PropertyDistributionFields{Event: "a", PropertyName: "b", FromDate: firstDay, ToDate: firstDay})
	numeric, err3 := result.NewNumericPropertySummary(numericSummaryFields())
	noNumbers, err4 := result.NewNumericPropertySummary(result.NumericPropertySummaryFields{
		Event: "a", PropertyName: "b", FromDate: firstDay, ToDate: firstDay, Min: math.NaN(), Percentiles: map[float64]float64{50: 1},
	})
	daily, err5 := result.NewDailyCounts(result.DailyCountsFields{
		FromDate: firstDay, ToDate: lastDay, Events: []string{"b", "a"},
		Counts: []result.DailyCount{{"2026-01-02", "a", 1}, {"2026-01-01", "b", 3}, {"2026-01-01", "a", 2}},
	})
	noDays, err6 := result.NewDailyCounts(result.DailyCountsFields{FromDate: firstDay, ToDate: firstDay})
	engagement, err7 := result.NewEngagement(result.EngagementFields{
		FromDate: firstDay, ToDate: lastDay, TotalUsers: 40, Events: []string{"a"},
		Buckets: []result.EngagementBucket{{Min: 1, Users: 30}, {Min: 2, Users: 8}, {Min: 5, Users: 2}},
	})
	noUsers, err8 := result.NewEngagement(result.EngagementFields{FromDate: firstDay, ToDate: firstDay})
	coverage, err9 := result.NewPropertyCoverage(result.PropertyCoverageFields{
		Event: "Order", FromDate: firstDay, ToDate: lastDay, TotalEvents: 8,
		Coverage: []result.PropertyCovered{{Property: "plan", Defined: 8}, {Property: "coupon", Defined: 2}},
	})
	noEvents, err10 := result.NewPropertyCoverage(result.PropertyCoverageFields{
		Event: "Order", FromDate: firstDay, ToDate: lastDay, Coverage: []result.PropertyCovered{{Property: "plan"}},
	})
	return map[string]result.Result{
		"distribution": must(t, distribution, err1), "distribution_empty": must(t, noValues, err2),
		"numeric_summary": must(t, numeric, err3), "numeric_summary_empty": must(t, noNumbers, err4),
		"daily": must(t, daily, err5), "daily_empty": must(t, noDays, err6),
		"engagement": must(t, engagement, err7), "engagement_empty": must(t, noUsers, err8),
		"property_coverage": must(t, coverage, err9), "property_coverage_empty": must(t, noEvents, err10),
		"comparison": comparison(t), "comparison_empty": result.NewComparison(must(t, daily, err5), must(t, daily, err5)),
	}
}

// comparison is of two answers of which one lacks a row and has another number.
func comparison(t *testing.T) *result.Comparison {
	t.Helper()
	fields := segmentationFields()
	live, err := result.NewSegmentation(fields)
	fields.Series = result.Series{"US": {"2026-01-01": 3, "2026-01-02": 5}}
	local, errLocal := result.NewSegmentation(fields)
	return result.NewComparison(must(t, local, errLocal), must(t, live, err))
}

func TestAComparisonFindsEveryDifference(t *testing.T) {
	c := comparison(t)
	if c.Agree() || c.String() != "3 of 4 numbers differ" {
		t.Errorf("agrees %t: %s", c.Agree(), c)
	}
	same := result.NewComparison(must(t, c, nil), c)
	if !same.Agree() || same.String() != "all 8 numbers are the same" {
		t.Errorf("a table beside itself: %s", same)
	}
}

func TestAnswersWithoutNumbersAreNotSaidToBeTheSame(t *testing.T) {
	none, err := result.NewDailyCounts(result.DailyCountsFields{FromDate: firstDay, ToDate: lastDay})
	empty := must(t, none, err)
	text, err := result.NewNames(result.NamesFields{Column: "event", Names: []string{"a"}})
	wordy := must(t, text, err)
	for name, tt := range map[string]struct {
		local, live result.Result
		agree       bool
		said        string
	}{
		"both empty":       {empty, empty, true, "nothing to compare: both answers are empty"},
		"one without rows": {empty, wordy, false, "nothing to compare: neither answer has a number"},
		"rows of texts":    {wordy, wordy, false, "nothing to compare: neither answer has a number"},
	} {
		c := result.NewComparison(tt.local, tt.live)
		encoded, err := json.Marshal(c)
		if err != nil || c.Agree() != tt.agree || c.String() != tt.said {
			t.Errorf("%s: agrees %t, %q, %v", name, c.Agree(), c, err)
		}
		if want := fmt.Sprintf(`"agree":%t`, tt.agree); !strings.Contains(string(encoded), want) {
			t.Errorf("%s: no %s in %s", name, want, encoded)
		}
	}
}

func TestInsightsRefuseWhatCannotBe(t *testing.T) {
	summary := numericSummaryFields()
	summary.Max = math.Inf(1)
	_, tooGreat := result.NewNumericPropertySummary(summary)
	_, more := result.NewPropertyCoverage(result.PropertyCoverageFields{
		Event: "a", FromDate: firstDay, ToDate: firstDay, Coverage: []result.PropertyCovered{{Property: "p", Defined: 1}},
	})
	_, unordered := result.NewEngagement(result.EngagementFields{
		FromDate: firstDay, ToDate: firstDay, Buckets: []result.EngagementBucket{{Min: 2}, {Min: 2}},
	})
	_, zero := result.NewEngagement(result.EngagementFields{FromDate: firstDay, ToDate: firstDay, Buckets: []result.EngagementBucket{{Min: 0}}})
	_, negative := result.NewPropertyDistribution(result.PropertyDistributionFields{
		Event: "a", PropertyName: "b", FromDate: firstDay, ToDate: firstDay, Values: []result.ValueCount{{Value: "x", Count: -1}},
	})
	_, days := result.NewDailyCounts(result.DailyCountsFields{FromDate: lastDay, ToDate: firstDay})
	for name, err := range map[string]error{
		"infinity": tooGreat, "more than all": more, "unordered": unordered, "no events": zero, "negative": negative, "days": days,
	} {
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInsightsKeepCopies(t *testing.T) {
	values := []result.ValueCount{{Value: "x", Count: 1}}
	distribution, err := result.NewPropertyDistribution(result.PropertyDistributionFields{
		Event: "a", PropertyName: "b", FromDate: firstDay, ToDate: firstDay, TotalCount: 4, Values: values,
	})
	answer := must(t, distribution, err)
	values[0].Value = "changed"
	answer.Values()[0].Value = "changed"
	if diff := cmp.Diff([]result.ValueCount{{Value: "x", Count: 1, Percentage: 25}}, answer.Values()); diff != "" {
		t.Error(diff)
	}
	if answer.Event() != "a" || answer.FromDate() != firstDay || answer.ToDate() != firstDay || answer.PropertyName() != "b" || answer.TotalCount() != 4 {
		t.Errorf("%+v", answer)
	}
	if _, err := json.Marshal(answer); err != nil {
		t.Error(err)
	}
}
