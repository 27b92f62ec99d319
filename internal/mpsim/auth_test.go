package mpsim_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestRequestsMustBeSignedAndPermitted(t *testing.T) {
	s := start(t, 100, func(c *mpsim.Config) {
		c.Projects = append(c.Projects,
			mpsim.Project{ID: 2},
			mpsim.Project{ID: 3, PlanWithoutAPI: true})
		c.Accounts[0].Roles[3] = mpsim.Owner
		c.Accounts = append(c.Accounts, mpsim.Account{Username: "guest", Secret: "guest-secret"})
	})
	basic := func(username, secret string) string {
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth(username, secret)
		return r.Header.Get("Authorization")
	}
	good := basic(username, secret)
	tests := []struct {
		name, authorization, project string
		status                       int
		message                      string
	}{
		{"right secret", good, "424242", 200, ""},
		{"pair not encoded", "Basic " + username + ":" + secret, "424242", 200, ""},
		{"no header", "", "424242", 401, "Invalid service account"},
		{"wrong secret", basic(username, "wrong"), "424242", 401, "Invalid service account"},
		{"empty secret", basic(username, ""), "424242", 401, "Invalid service account"},
		{"unknown account", basic("nobody", secret), "424242", 401, "Invalid service account"},
		{"other scheme", "Bearer " + secret, "424242", 401, "Invalid service account"},
		{"garbage", "Basic", "424242", 401, "Invalid service account"},
		{"wrong secret and no project", basic(username, "wrong"), "", 401, "Invalid service account"},
		{"no project", good, "", 400, "project_id is a required parameter"},
		{"project is no number", good, "shop", 400, "not a whole number"},
		{"project without a role", good, "2", 403, "no access"},
		{"account without any role", basic("guest", "guest-secret"), "424242", 403, "no access"},
		{"project that does not exist", good, "99", 403, "no access"},
		{"plan without API", good, "3", 402, "plan does not allow API calls"},
	}
	for _, endpoint := range []string{"/api/2.0/export", "/api/query/events/names", "/api/2.0/events/names"} {
		for _, tt := range tests {
			t.Run(endpoint+" "+tt.name, func(t *testing.T) {
				query := url.Values{"project_id": {tt.project}, "type": {"general"}, "from_date": {"2026-01-01"}, "to_date": {"2026-01-01"}}
				path := endpoint + "?" + query.Encode()
				a := s.get(path, "Authorization", tt.authorization)
				if a.status != tt.status {
					t.Fatalf("status %d, want %d: %s", a.status, tt.status, a.body)
				}
				if tt.status == 200 {
					return
				}
				var envelope map[string]string
				if err := json.Unmarshal(a.body, &envelope); err != nil {
					t.Fatal(err)
				}
				if envelope["request"] != path || !strings.Contains(envelope["error"], tt.message) || len(envelope) != 2 {
					t.Errorf("envelope %q, want the request %q and an error with %q", envelope, path, tt.message)
				}
			})
		}
	}
}

func TestMeListsOnlyProjectsWithARole(t *testing.T) {
	s := start(t, 0, func(c *mpsim.Config) {
		c.Projects[0].Name, c.Projects[0].Timezone = "Loja", "Europe/Lisbon"
		c.Projects = append(c.Projects, mpsim.Project{ID: 2})
	})
	a := s.get("/api/app/me?include_workspace_users=false")
	if a.status != 200 {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	var me struct {
		Status  string `json:"status"`
		Results struct {
			UserEmail string `json:"user_email"`
			Projects  map[string]struct {
				Name     string `json:"name"`
				Timezone string `json:"timezone"`
				Role     struct {
					Name string `json:"name"`
				} `json:"role"`
			} `json:"projects"`
			Organizations map[string]any `json:"organizations"`
			Workspaces    map[string]struct {
				ProjectID int64 `json:"project_id"`
				IsGlobal  bool  `json:"is_global"`
			} `json:"workspaces"`
		} `json:"results"`
	}
	if err := json.Unmarshal(a.body, &me); err != nil {
		t.Fatal(err)
	}
	p := me.Results.Projects["424242"]
	if me.Status != "ok" || len(me.Results.Projects) != 1 || p.Name != "Loja" || p.Timezone != "Europe/Lisbon" || p.Role.Name != "consumer" {
		t.Errorf("me is %s", a.body)
	}
	if len(me.Results.Organizations) != 1 || len(me.Results.Workspaces) != 1 || me.Results.UserEmail == "" {
		t.Errorf("me is %s", a.body)
	}
	for _, w := range me.Results.Workspaces {
		if w.ProjectID != projectID || !w.IsGlobal {
			t.Errorf("workspace %+v, want the global one of the project", w)
		}
	}
}

func TestMeRefusesAWrongSecretInItsOwnEnvelope(t *testing.T) {
	a := start(t, 0).get("/api/app/me", "Authorization", "Basic bot:wrong")
	if want := `{"status":"error","error":"Invalid service account credentials."}` + "\n"; a.status != 401 || string(a.body) != want {
		t.Errorf("%d %s, want 401 %s", a.status, a.body, want)
	}
}
