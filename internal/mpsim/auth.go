package mpsim

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// account returns the service account that signed the request.
func (s *Server) account(r *http.Request) (Account, error) {
	username, secret := basicAuth(r.Header.Get("Authorization"))
	for _, a := range s.config.Accounts {
		if a.Username == username && a.Secret == secret {
			return a, nil
		}
	}
	return Account{}, &failure{status: http.StatusUnauthorized, message: "Invalid service account credentials."}
}

// basicAuth reads an Authorization header. Mixpanel takes the pair behind
// "Basic" in base64, as the standard says, and as it is.
func basicAuth(header string) (username, secret string) {
	scheme, pair, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Basic") {
		return "", ""
	}
	if decoded, err := base64.StdEncoding.DecodeString(pair); err == nil {
		pair = string(decoded)
	}
	username, secret, _ = strings.Cut(pair, ":")
	return username, secret
}

// permit returns the project that the request names, if the account may read
// it.
func (s *Server) permit(a Account, p params) (*project, error) {
	if err := p.require("project_id"); err != nil {
		return nil, err
	}
	id, err := p.integer("project_id")
	if err != nil {
		return nil, err
	}
	if _, ok := a.Roles[id]; !ok {
		return nil, &failure{status: http.StatusForbidden, message: "This account has no access to the project."}
	}
	project := s.projects[id]
	if project.PlanWithoutAPI {
		return nil, &failure{status: http.StatusPaymentRequired, message: "Your plan does not allow API calls."}
	}
	return project, nil
}
