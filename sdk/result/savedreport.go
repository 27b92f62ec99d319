package result

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// The types of saved reports.
const (
	ReportInsights  = "insights"
	ReportFunnel    = "funnel"
	ReportRetention = "retention"
)

// SavedReportFields are the parts that [NewSavedReport] makes a SavedReportResult from.
type SavedReportFields struct {
	// BookmarkID is Mixpanel's id of the report; positive.
	BookmarkID int64
	// ComputedAt is when Mixpanel computed it, in its own words; "" where it does not tell.
	ComputedAt string
	// FromDate and ToDate are the report's range, each beginning with YYYY-MM-DD; "" where Mixpanel does not tell.
	FromDate, ToDate string
	// Headers say what the levels of Series are, such as $event; may be none.
	Headers []string
	// Series is the report's data: objects within objects, down to numbers. nil is empty.
	Series json.RawMessage
	// ReportType is insights, funnel or retention; "" reads it off the headers $funnel and $retention, and is insights
	// where there is neither.
	ReportType string
}

// SavedReportResult is what a report that is saved in Mixpanel shows.
type SavedReportResult struct {
	fields SavedReportFields
	table  lazyTable
}

// NewSavedReport validates the fields and copies them, the keys of the series sorted; see the package text for the error.
func NewSavedReport(f SavedReportFields) (*SavedReportResult, error) {
	f.ReportType = cmp.Or(f.ReportType, reportTypeOf(f.Headers))
	err := cmp.Or(
		checkID("bookmark_id", f.BookmarkID),
		checkText("computed_at", f.ComputedAt),
		checkMomentOrNone("from_date", f.FromDate),
		checkMomentOrNone("to_date", f.ToDate),
		checkTexts("headers", f.Headers),
		checkReportType(f.ReportType),
	)
	series, seriesErr := objectOf("series", f.Series)
	if err = cmp.Or(err, seriesErr); err != nil {
		return nil, err
	}
	if f.Series, err = sorted(objectOr(series)); err != nil {
		return nil, refuse("series", "", "must be a JSON object: "+err.Error())
	}
	f.Headers = slices.Clone(f.Headers)
	return &SavedReportResult{fields: f}, nil
}

func reportTypeOf(headers []string) string {
	switch {
	case slices.Contains(headers, "$retention"):
		return ReportRetention
	case slices.Contains(headers, "$funnel"):
		return ReportFunnel
	}
	return ReportInsights
}

func checkReportType(kind string) error {
	switch kind {
	case ReportInsights, ReportFunnel, ReportRetention:
		return nil
	}
	return refuseOther("report_type", kind, ReportInsights, ReportFunnel, ReportRetention)
}

func checkMomentOrNone(field, value string) error {
	if value == "" {
		return nil
	}
	return checkMoment(field, value)
}

// BookmarkID is Mixpanel's id of the report.
func (r *SavedReportResult) BookmarkID() int64 { return r.fields.BookmarkID }

// ComputedAt is when Mixpanel computed it, in its own words; "" where it did not tell.
func (r *SavedReportResult) ComputedAt() string { return r.fields.ComputedAt }

// FromDate begins with the report's first day, YYYY-MM-DD; "" where Mixpanel did not tell.
func (r *SavedReportResult) FromDate() string { return r.fields.FromDate }

// ToDate begins with the report's last day, YYYY-MM-DD; "" where Mixpanel did not tell.
func (r *SavedReportResult) ToDate() string { return r.fields.ToDate }

// Headers say what the levels of the series are, in a slice of the caller's own.
func (r *SavedReportResult) Headers() []string { return slices.Clone(r.fields.Headers) }

// Series is a copy of the report's data, a JSON object with sorted keys; numbers are as Mixpanel wrote them.
func (r *SavedReportResult) Series() json.RawMessage { return slices.Clone(objectOr(r.fields.Series)) }

// ReportType is insights, funnel or retention.
func (r *SavedReportResult) ReportType() string { return r.fields.ReportType }

// MarshalJSON has the keys bookmark_id, computed_at, from_date, to_date, headers, series and report_type. The first texts
// are null where Mixpanel did not tell.
func (r *SavedReportResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		BookmarkID int64           `json:"bookmark_id"`
		ComputedAt *string         `json:"computed_at"`
		FromDate   *string         `json:"from_date"`
		ToDate     *string         `json:"to_date"`
		Headers    []string        `json:"headers"`
		Series     json.RawMessage `json:"series"`
		ReportType string          `json:"report_type"`
	}{
		r.fields.BookmarkID, orNull(r.fields.ComputedAt), orNull(r.fields.FromDate), orNull(r.fields.ToDate),
		listed(r.fields.Headers), objectOr(r.fields.Series), r.fields.ReportType,
	})
}

// Table has a row for each value of the series. The keys on the way to it are columns, named by the headers without their
// dollar signs, and segment_1, segment_2, … where there are fewer headers than levels; the keys of a list are its positions
// from 0. For an insights report the first column is date, the innermost key, and the last is count; for others the last is
// value. Both are of the type that all their values agree on, as the columns of [JQLResult.Table] are.
func (r *SavedReportResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *SavedReportResult) buildTable() arrow.RecordBatch {
	leaves := leavesOf(nil, objectOr(r.fields.Series))
	if r.fields.ReportType == ReportInsights || r.fields.ReportType == "" {
		return datedLeaves(leaves, r.fields.Headers)
	}
	return pathLeaves(leaves, r.fields.Headers)
}
