package plot

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/sdk/result"
)

// titled says in a reader's words what a result is about, and keeps the question for the line below. A result that does not
// say what it is about has the question for its title.
func (c Chart) titled(answered result.Result) Chart {
	subject := subjectOf(answered)
	if subject == "" {
		return c
	}
	if spaced, ok := answered.(interface{ Unit() string }); ok {
		subject += ", " + often(spaced.Unit())
	}
	if ranged, ok := answered.(interface {
		FromDate() string
		ToDate() string
	}); ok {
		subject += between(ranged.FromDate(), ranged.ToDate())
	}
	c.Title, c.Question = subject, c.Title
	return c
}

// subjectOf is what a result is about, without its dates; "" for one that does not say.
func subjectOf(answered result.Result) string {
	switch r := answered.(type) {
	case *result.EventCountsResult:
		return strings.Join(r.Events(), ", ")
	case *result.DailyCountsResult:
		return cmp.Or(strings.Join(r.Events(), ", "), "all events")
	case *result.FunnelResult:
		return funnelSubject(r)
	case *result.RetentionResult:
		return r.BornEvent() + " → " + r.ReturnEvent() + " retention"
	case *result.FrequencyResult:
		return fmt.Sprintf("%s: users by how many %ss they did it in", cmp.Or(r.Event(), "all events"), r.AddictionUnit())
	case *result.EngagementDistributionResult:
		return cmp.Or(strings.Join(r.Events(), ", "), "all events") + ": users by how often they did it"
	case *result.SavedReportResult:
		return fmt.Sprintf("saved %s report %d", r.ReportType(), r.BookmarkID())
	case *result.FlowsResult:
		return fmt.Sprintf("flows report %d", r.BookmarkID())
	case *result.EventBreakdownResult:
		return "events of the table " + r.TableName()
	case *result.ColumnStatsResult:
		return "values of " + r.Fields().Column + " in the table " + r.Fields().Table
	}
	return eventSubject(answered)
}

// eventSubject is the event that a result is about, and what of it.
func eventSubject(answered result.Result) string {
	about, ok := answered.(interface{ Event() string })
	if !ok {
		return ""
	}
	switch r := answered.(type) {
	case *result.SegmentationResult:
		return r.Event() + by(r.SegmentProperty())
	case *result.PropertyCountsResult:
		return r.Event() + by(r.PropertyName())
	case *result.PropertyDistributionResult:
		return r.Event() + by(r.PropertyName())
	case *result.NumericPropertySummaryResult:
		return r.Event() + ": figures of " + r.PropertyName()
	case *result.PropertyCoverageResult:
		return r.Event() + ": events that have a property"
	case *result.NumericBucketResult:
		return r.Event() + by(r.PropertyExpr())
	case *result.NumericSumResult:
		return r.Event() + ": sum of " + r.PropertyExpr()
	case *result.NumericAverageResult:
		return r.Event() + ": average of " + r.PropertyExpr()
	}
	return about.Event()
}

// funnelSubject is the name of a funnel; its steps where it has none.
func funnelSubject(r *result.FunnelResult) string {
	name := r.FunnelName()
	if name == "" {
		var events []string
		for _, step := range r.Steps() {
			events = append(events, step.Event())
		}
		name = strings.Join(events, " → ")
	}
	return name + " funnel" + by(r.SegmentProperty())
}

func by(property string) string {
	if property == "" {
		return ""
	}
	return " by " + property
}

// often is a unit of time as an adverb.
func often(unit string) string {
	if unit == "day" {
		return "daily"
	}
	return unit + "ly"
}

// between is a range of days; Mixpanel gives some with a clock, and saved reports may have none.
func between(from, to string) string {
	from, to = dayOf(from), dayOf(to)
	switch {
	case from == "" && to == "":
		return ""
	case from == to:
		return ", " + from
	}
	return ", " + from + " – " + to
}

func dayOf(moment string) string { return moment[:min(len(moment), len("2006-01-02"))] }
