package fetch

import (
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
)

func TestFiltersThatSelectTheSameHaveOneText(t *testing.T) {
	a := Request{Events: []string{"B", "A", "B"}, Where: "x"}
	b := Request{Events: []string{"A", "B"}, Where: "x", Table: "other", Workers: 3}
	if a.filterText() != b.filterText() || a.filterText() != `{"events":["A","B"],"where":"x"}` {
		t.Errorf("%s and %s", a.filterText(), b.filterText())
	}
	if text := (Request{UnitDays: 3, MaxRejects: 9}).filterText(); text != "" {
		t.Errorf("no filter is %q", text)
	}
	if a.Events[0] != "B" {
		t.Error("the request was changed")
	}
}

func TestTheFingerprintTellsRequestsApart(t *testing.T) {
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	base := Request{Table: "events", From: "2026-01-01", To: "2026-01-07", Events: []string{"A"}}
	config := Config{ProjectID: "1", ExportTime: credential.ExportUTC}
	same := base
	same.Workers, same.UnitDays, same.MaxRejects = 7, 3, 100
	if base.fingerprint(config) != same.fingerprint(config) {
		t.Error("how a request is carried out changes its fingerprint")
	}
	seen := map[string]string{base.fingerprint(config): "the base"}
	for name, change := range map[string]func(*Request, *Config){
		"from":        func(r *Request, _ *Config) { r.From = "2025-12-31" },
		"to":          func(r *Request, _ *Config) { r.To = "2026-01-08" },
		"events":      func(r *Request, _ *Config) { r.Events = nil },
		"where":       func(r *Request, _ *Config) { r.Where = "x" },
		"limit":       func(r *Request, _ *Config) { r.Limit = 1 },
		"refetch":     func(r *Request, _ *Config) { r.Refetch = true },
		"project":     func(_ *Request, c *Config) { c.ProjectID = "2" },
		"export time": func(_ *Request, c *Config) { c.ExportTime, c.Location = credential.ExportProject, lisbon },
	} {
		request, changed := base, config
		change(&request, &changed)
		fingerprint := request.fingerprint(changed)
		if other, ok := seen[fingerprint]; ok {
			t.Errorf("%s has the fingerprint of %s", name, other)
		}
		seen[fingerprint] = name
	}
}
