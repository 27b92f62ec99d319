package mpsim

import (
	"fmt"
	"slices"
	"strings"
)

// Role is what a service account may do in a project. Mixpanel documents no
// least role for reading, so any role reads here.
type Role string

// The built-in roles.
const (
	Owner    Role = "owner"
	Admin    Role = "admin"
	Analyst  Role = "analyst"
	Consumer Role = "consumer"
)

var roles = []Role{Owner, Admin, Analyst, Consumer}

// Account is a service account.
type Account struct {
	// Username and Secret are what requests are signed with; neither may be
	// empty, nor the username contain a colon.
	Username, Secret string
	// Roles are the account's roles by project id. A project that is not named
	// refuses the account with 403.
	Roles map[int64]Role
}

func (a Account) validate(projects map[int64]*project) error {
	if a.Username == "" || a.Secret == "" || strings.Contains(a.Username, ":") {
		return fmt.Errorf("account %q: username and secret must not be empty, nor the username have a colon", a.Username)
	}
	for id, role := range a.Roles {
		if projects[id] == nil {
			return fmt.Errorf("account %q has a role in project %d, which does not exist", a.Username, id)
		}
		if !slices.Contains(roles, role) {
			return fmt.Errorf("account %q: %q is not a role; roles are %q", a.Username, role, roles)
		}
	}
	return nil
}
