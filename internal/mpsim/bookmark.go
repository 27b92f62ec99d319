package mpsim

import (
	"net/http"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// bookmarkKind is the type of a saved report.
type bookmarkKind string

const (
	insightsReport  bookmarkKind = "insights"
	funnelsReport   bookmarkKind = "funnels"
	retentionReport bookmarkKind = "retention"
	flowsReport     bookmarkKind = "flows"
	launchReport    bookmarkKind = "launch-analysis" // of which no project has any
)

var bookmarkKinds = []bookmarkKind{insightsReport, funnelsReport, retentionReport, flowsReport, launchReport}

// bookmark is a saved report. It is about all days with events.
type bookmark struct {
	id          int64 // of a funnel the funnel_id
	kind        bookmarkKind
	name        string
	description string
	private     bool     // shared with nobody: listed for all, answered to none
	events      []string // what is counted; of retention the event of birth, of flows the start
	counted     report.Type
	unit        report.Unit
	by          string // the property of a breakdown, "" for none
}

// savedReports are the saved reports of every project, beside its funnels.
var savedReports = []bookmark{
	{id: 63877001, kind: insightsReport, name: "Orders and refunds by day", description: "for the board",
		events: []string{"Order Placed", "Refund"}, counted: report.General, unit: report.Day},
	{id: 63877002, kind: insightsReport, name: "Weekly visitors by plan",
		events: []string{"Page View"}, counted: report.Unique, unit: report.Week, by: "plan"},
	{id: 63877003, kind: insightsReport, name: "Événements «rares»", events: []string{"Never Sent"}, counted: report.General, unit: report.Day},
	{id: 63877005, kind: retentionReport, name: "Signed up, came back", events: []string{"Signup"}},
	{id: 63877006, kind: flowsReport, name: "After signing up", events: []string{"Signup"}},
	{id: 63877009, kind: insightsReport, name: "Somebody's own", private: true, events: []string{"Refund"},
		counted: report.General, unit: report.Day},
}

// savedReports returns the saved reports of the project.
func (p *project) savedReports() []bookmark {
	reports := slices.Clone(savedReports)
	for _, f := range p.funnels() {
		reports = append(reports, bookmark{id: f.ID, kind: funnelsReport, name: f.Name, events: f.Steps})
	}
	return reports
}

// bookmarkEntry is a saved report on the wire.
type bookmarkEntry struct {
	ID          int64        `json:"id"`
	Name        string       `json:"name"`
	Type        bookmarkKind `json:"type"`
	ProjectID   int64        `json:"project_id"`
	Created     string       `json:"created"`
	Modified    string       `json:"modified"`
	WorkspaceID int64        `json:"workspace_id,omitempty"`
	DashboardID int64        `json:"dashboard_id,omitempty"`
	Description string       `json:"description,omitempty"`
	CreatorID   int64        `json:"creator_id,omitempty"`
	CreatorName string       `json:"creator_name,omitempty"`
}

// bookmarks serves bookmarks: the saved reports.
func (s *Server) bookmarks(w http.ResponseWriter, c appCall) error {
	kind := bookmarkKind(c.params.text("type"))
	if kind != "" && !slices.Contains(bookmarkKinds, kind) {
		return badRequest("type must be one of %v", bookmarkKinds)
	}
	entries := []bookmarkEntry{}
	for i, b := range c.project.savedReports() {
		if kind == "" || kind == b.kind {
			entries = append(entries, b.entry(c.project, i))
		}
	}
	s.writeResults(w, c.Request, entries)
	return nil
}

// entry describes the saved report, the nth of the project; only some have a
// place on a board.
func (b bookmark) entry(p *project, n int) bookmarkEntry {
	created := p.before(100 - n)
	e := bookmarkEntry{
		ID: b.id, Name: b.name, Type: b.kind, ProjectID: p.ID, Description: b.description,
		Created:  created.Format("2006-01-02T15:04:05"),
		Modified: created.AddDate(0, 0, n).Format("2006-01-02T15:04:05"),
	}
	if n%2 == 0 {
		e.WorkspaceID, e.DashboardID, e.CreatorID, e.CreatorName = p.ID*10+1, 9001, 11, "Inês Lima"
	}
	return e
}

// before is an instant so many days before the first event.
func (p *project) before(days int) time.Time {
	return (p.First - Day(days)).Start(time.UTC).Add(9*time.Hour + 10*time.Minute + time.Duration(days)*time.Second)
}

// savedReport returns the saved report that the request names.
func savedReport(c call) (bookmark, error) {
	if err := c.params.require("bookmark_id"); err != nil {
		return bookmark{}, err
	}
	id, err := c.params.integer("bookmark_id")
	if err != nil {
		return bookmark{}, err
	}
	reports := c.project.savedReports()
	i := slices.IndexFunc(reports, func(b bookmark) bool { return b.id == id })
	if i < 0 {
		return bookmark{}, notFound("bookmark " + c.params.text("bookmark_id"))
	}
	if reports[i].private {
		return bookmark{}, &failure{status: http.StatusForbidden, message: "You do not have permission to view this report."}
	}
	return reports[i], nil
}
