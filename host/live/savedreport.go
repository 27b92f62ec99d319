package live

import (
	"cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// ReportType is the kind of a saved report, by the name that lists of bookmarks have.
type ReportType string

// The types of saved reports. Those of flows are asked with [Flows].
const (
	InsightsReport  ReportType = "insights"
	FunnelsReport   ReportType = "funnels"
	RetentionReport ReportType = "retention"
)

// SavedReport asks what a report that is saved in Mixpanel shows.
//
// https://developer.mixpanel.com/reference/insights-query
type SavedReport struct {
	// ID is the bookmark's id, the number behind report- in the address of a board. Required.
	ID int64
	// Type is the report's; "" is insights. Mixpanel documents insights, and says that funnels are asked in the same way.
	Type ReportType
	// From and To are the inclusive range of days for a type that does not keep its own, funnels and retention, where both
	// are required; insights reports have a range of their own and take none.
	From, To string
}

// Validate says what cannot be asked; see the package text for the error.
func (q SavedReport) Validate() error {
	kind := cmp.Or(q.Type, InsightsReport)
	err := cmp.Or(checkID("bookmark_id", q.ID), checkChoice("type", kind, InsightsReport, FunnelsReport, RetentionReport))
	switch {
	case err != nil:
		return err
	case kind != InsightsReport:
		return checkDays(q.From, q.To)
	case q.From != "":
		return ownRange("from_date", q.From)
	case q.To != "":
		return ownRange("to_date", q.To)
	}
	return nil
}

func ownRange(argument, day string) error {
	return &mperr.InvalidArgument{Argument: argument, Value: day, Reason: "cannot be used: an insights report has a range of its own"}
}
