package discovery

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

// BookmarkTypes are the kinds of saved reports that can be asked for. Mixpanel's pages document none; these are those that the
// Python tool asks for.
func BookmarkTypes() []string {
	return []string{"insights", "funnels", "retention", "flows", "launch-analysis"}
}

// BookmarksOptions are those of [Project.Bookmarks].
type BookmarksOptions struct {
	// Type is the kind of report, one of [BookmarkTypes]; "" is all.
	Type string
}

// Validate says what is wrong with the options.
func (o BookmarksOptions) Validate() error { return oneOf("type", o.Type, BookmarkTypes()) }

type bookmark struct {
	ID          number `json:"id"`
	Name        word   `json:"name"`
	Type        word   `json:"type"`
	ProjectID   number `json:"project_id"`
	Created     word   `json:"created"`
	Modified    word   `json:"modified"`
	WorkspaceID number `json:"workspace_id"`
	DashboardID number `json:"dashboard_id"`
	Description word   `json:"description"`
	CreatorID   number `json:"creator_id"`
	CreatorName word   `json:"creator_name"`
}

// Bookmarks gives the saved reports, sorted by name. It is asked each time, by an endpoint that is not documented.
func (p *Project) Bookmarks(ctx context.Context, options BookmarksOptions) (*result.List[result.BookmarkInfo], error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	params := url.Values{"v": {"2"}}
	if options.Type != "" {
		params.Set("type", options.Type)
	}
	answer, err := askNow[array[bookmark]](ctx, p, mixpanel.Question{API: mixpanel.APIApp, Path: p.inApp("bookmarks"), Params: params})
	if err != nil {
		return nil, err
	}
	bookmarks := make([]result.BookmarkInfo, len(answer))
	for i, b := range answer {
		bookmarks[i] = result.BookmarkInfo{
			ID: int64(b.ID), Name: string(b.Name), Type: string(b.Type), ProjectID: int64(b.ProjectID),
			Created: string(b.Created), Modified: string(b.Modified),
			WorkspaceID: int64(b.WorkspaceID), DashboardID: int64(b.DashboardID), Description: string(b.Description),
			CreatorID: int64(b.CreatorID), CreatorName: string(b.CreatorName),
		}
	}
	slices.SortFunc(bookmarks, func(a, b result.BookmarkInfo) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return result.NewList(bookmarks)
}
