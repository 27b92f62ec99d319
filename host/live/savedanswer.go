package live

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/result"
)

// Ask asks Mixpanel; see the package text for errors, of which [mperr.NotFound] is for an ID that is not there. The series of
// a funnels or retention report is the answer of that endpoint, by date.
func (q SavedReport) Ask(ctx context.Context, asker Asker) (*result.SavedReportResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	path, values, read := q.route()
	answer, err := askSaved(ctx, asker, "report", q.ID, path, values.values())
	if err != nil {
		return nil, err
	}
	fields, err := read(answer)
	if err != nil {
		return nil, unclear(path, err)
	}
	fields.BookmarkID = q.ID
	made, err := result.NewSavedReport(fields)
	return understood(path, made, err)
}

// route is the endpoint for the type of the report, its parameters, and how its answer is read.
func (q SavedReport) route() (path string, values params, read func(json.RawMessage) (result.SavedReportFields, error)) {
	id := strconv.FormatInt(q.ID, 10)
	switch q.Type {
	case FunnelsReport:
		return "funnels", params{"funnel_id": id, "from_date": q.From, "to_date": q.To}, q.readDated(result.ReportFunnel, "$funnel")
	case RetentionReport:
		return "retention", params{"bookmark_id": id, "from_date": q.From, "to_date": q.To}, q.readDated(result.ReportRetention, "$retention")
	}
	return "insights", params{"bookmark_id": id}, readInsights
}

// readInsights reads the answer of a report of any type.
func readInsights(answer json.RawMessage) (result.SavedReportFields, error) {
	var read struct {
		ComputedAt string `json:"computed_at"`
		Range      struct {
			From string `json:"from_date"`
			To   string `json:"to_date"`
		} `json:"date_range"`
		Headers []string        `json:"headers"`
		Series  json.RawMessage `json:"series"`
	}
	if err := json.Unmarshal(answer, &read); err != nil {
		return result.SavedReportFields{}, err
	}
	if isNull(read.Series) {
		return result.SavedReportFields{}, errors.New("it holds no series")
	}
	return result.SavedReportFields{
		ComputedAt: read.ComputedAt, FromDate: read.Range.From, ToDate: read.Range.To, Headers: read.Headers, Series: read.Series,
	}, nil
}

// readDated reads an answer by date, without what stands beside the dates.
func (q SavedReport) readDated(kind, header string) func(json.RawMessage) (result.SavedReportFields, error) {
	return func(answer json.RawMessage) (result.SavedReportFields, error) {
		members, err := dated(within(answer, "data", "results"))
		if err != nil {
			return result.SavedReportFields{}, err
		}
		series, err := json.Marshal(members)
		return result.SavedReportFields{
			FromDate: q.From, ToDate: q.To, Headers: []string{header}, Series: series, ReportType: kind,
		}, err
	}
}
