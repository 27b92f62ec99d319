package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// BookmarkInfo is a saved report. The table of a [List] has the columns id, name, type and modified.
type BookmarkInfo struct {
	// ID is Mixpanel's id of the report; positive.
	ID int64 `json:"id"`
	// Name is the report's name.
	Name string `json:"name"`
	// Type is the kind of report: insights, funnels, retention, flows, or what Mixpanel adds to these.
	Type string `json:"type"`
	// ProjectID is the project that it belongs to; not negative.
	ProjectID int64 `json:"project_id"`
	// Created and Modified are moments as Mixpanel writes them; may be "".
	Created  string `json:"created"`
	Modified string `json:"modified"`
	// WorkspaceID is the data view, DashboardID the board that it is on; 0 where Mixpanel does not say.
	WorkspaceID int64 `json:"workspace_id,omitempty"`
	DashboardID int64 `json:"dashboard_id,omitempty"`
	// Description is its author's; may be "".
	Description string `json:"description,omitempty"`
	// CreatorID and CreatorName are its author; 0 and "" where Mixpanel does not say.
	CreatorID   int64  `json:"creator_id,omitempty"`
	CreatorName string `json:"creator_name,omitempty"`
}

func (b BookmarkInfo) check(place string) error {
	return cmp.Or(checkID(place+"id", b.ID), checkText(place+"name", b.Name), checkText(place+"type", b.Type),
		checkCount(place+"project_id", b.ProjectID), checkText(place+"created", b.Created),
		checkText(place+"modified", b.Modified), checkText(place+"description", b.Description),
		checkText(place+"creator_name", b.CreatorName))
}

func (b BookmarkInfo) clone() BookmarkInfo { return b }

func (BookmarkInfo) tableOf(bookmarks []BookmarkInfo) arrow.RecordBatch {
	return batchOf(len(bookmarks),
		integers("id", each(bookmarks, func(b BookmarkInfo) int64 { return b.ID })),
		texts("name", each(bookmarks, func(b BookmarkInfo) string { return b.Name })),
		texts("type", each(bookmarks, func(b BookmarkInfo) string { return b.Type })),
		texts("modified", each(bookmarks, func(b BookmarkInfo) string { return b.Modified })))
}
