package mixpanel

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Project is what Mixpanel tells of the credentials' project.
type Project struct {
	// ID is the project's id, always set.
	ID string
	// Name and Timezone (an IANA name) are "" where the account may not see them.
	Name     string
	Timezone string
}

// Project asks for the name and the time zone of the credentials' project. The endpoint is hardly documented and closed to
// some accounts, so 403 and 404, and an answer without this project, give a Project without name and zone and no error.
func (c *Client) Project(ctx context.Context) (Project, error) {
	project := Project{ID: c.credentials.ProjectID()}
	var answer struct {
		Results struct {
			Projects map[string]struct {
				Name     string `json:"name"`
				Timezone string `json:"timezone"`
			} `json:"projects"`
		} `json:"results"`
	}
	query := url.Values{"include_workspace_users": {"false"}}
	err := c.ask(ctx, call{family: appAPI, path: "me", query: query, unscoped: true}, &answer)
	if isClosed(err) {
		return project, nil
	}
	if err != nil {
		return Project{}, err
	}
	seen := answer.Results.Projects[project.ID]
	project.Name, project.Timezone = seen.Name, seen.Timezone
	return project, nil
}

func isClosed(err error) bool {
	if refused, ok := errors.AsType[*mperr.AuthFailed](err); ok {
		return refused.StatusCode == http.StatusForbidden
	}
	missing, ok := errors.AsType[*mperr.QueryFailed](err)
	return ok && missing.StatusCode == http.StatusNotFound
}
