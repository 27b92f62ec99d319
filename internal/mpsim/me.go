package mpsim

import (
	"net/http"
	"slices"
	"strconv"
)

// organization is the one that owns all projects of a simulator.
const organization = 7

type meProject struct {
	Name           string `json:"name"`
	OrganizationID int    `json:"organization_id"`
	Timezone       string `json:"timezone"`
	HasWorkspaces  bool   `json:"has_workspaces"`
	Type           string `json:"type"`
	Role           meRole `json:"role"`
}

type meRole struct {
	ID   int  `json:"id"`
	Name Role `json:"name"`
}

type meWorkspace struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	ProjectID int64  `json:"project_id"`
	IsGlobal  bool   `json:"is_global"`
	IsDefault bool   `json:"is_default"`
}

type meOrganization struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

type meResults struct {
	UserID        int                       `json:"user_id"`
	UserName      string                    `json:"user_name"`
	UserEmail     string                    `json:"user_email"`
	Organizations map[string]meOrganization `json:"organizations"`
	Projects      map[string]meProject      `json:"projects"`
	Workspaces    map[string]meWorkspace    `json:"workspaces"`
}

// me serves /api/app/me: the account and what it has a role in.
func (s *Server) me(w http.ResponseWriter, r *http.Request) {
	if err := s.writeMe(w, r); err != nil {
		writeFailure(w, r, err)
	}
}

func (s *Server) writeMe(w http.ResponseWriter, r *http.Request) error {
	if err := allow(r, http.MethodGet); err != nil {
		return err
	}
	account, err := s.account(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, struct {
		Status  string    `json:"status"`
		Results meResults `json:"results"`
	}{"ok", s.seenBy(account)})
	return nil
}

func (s *Server) seenBy(a Account) meResults {
	number := 1 + slices.IndexFunc(s.config.Accounts, func(other Account) bool { return other.Username == a.Username })
	results := meResults{
		UserID:        number,
		UserName:      a.Username,
		UserEmail:     a.Username + "@service-accounts.example.test",
		Organizations: map[string]meOrganization{strconv.Itoa(organization): {organization, "Example"}},
		Projects:      map[string]meProject{},
		Workspaces:    map[string]meWorkspace{},
	}
	for id, role := range a.Roles {
		p := s.projects[id]
		results.Projects[strconv.FormatInt(id, 10)] = meProject{
			Name: p.Name, OrganizationID: organization, Timezone: p.Timezone,
			HasWorkspaces: true, Type: "PROJECT", Role: meRole{roleID(role), role},
		}
		workspace := id*10 + 1
		results.Workspaces[strconv.FormatInt(workspace, 10)] = meWorkspace{
			ID: workspace, Name: "All Project Data", ProjectID: id, IsGlobal: true, IsDefault: true,
		}
	}
	return results
}

// roleID numbers the roles, the strongest first.
func roleID(r Role) int { return 1 + slices.Index(roles, r) }
