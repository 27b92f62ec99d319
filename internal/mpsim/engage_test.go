package mpsim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// people changes a project to have so many profiles on pages of so many.
func people(profiles, pageSize int) func(*mpsim.Config) {
	return func(c *mpsim.Config) {
		c.Projects[0].Users = 300
		c.Projects[0].Profiles = profiles
		c.Projects[0].Engage.PageSize = pageSize
	}
}

// page is a page of profiles as sent.
type page struct {
	Page     int               `json:"page"`
	PageSize *int              `json:"page_size"`
	Session  string            `json:"session_id"`
	Status   string            `json:"status"`
	Total    *int              `json:"total"`
	Results  []json.RawMessage `json:"results"`
}

// post sends a form to a path of the query API.
func (s *simulation) post(path string, pairs ...string) answer {
	s.t.Helper()
	form := url.Values{"project_id": {strconv.Itoa(projectID)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return s.postBody(path, "application/x-www-form-urlencoded", form.Encode())
}

func (s *simulation) postBody(path, contentType, body string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.SetBasicAuth(username, secret)
	r.Header.Set("Content-Type", contentType)
	return s.do(r)
}

func (a answer) page(t testing.TB) page {
	t.Helper()
	var p page
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != 200 {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	return p
}

// everybody reads all pages of a query by the rule of the documentation, or of
// total where there is one.
func (s *simulation) everybody(pairs ...string) []string {
	s.t.Helper()
	first := s.post("/api/query/engage", pairs...).page(s.t)
	lines := texts(first.Results)
	for n := 1; len(lines) < *first.Total; n++ {
		if n > 10_000 {
			s.t.Fatalf("%d of %d came", len(lines), *first.Total)
		}
		next := append(slices.Clone(pairs), "session_id", first.Session, "page", strconv.Itoa(n))
		lines = append(lines, texts(s.post("/api/query/engage", next...).page(s.t).Results)...)
	}
	return lines
}

func texts(raw []json.RawMessage) []string {
	lines := make([]string, len(raw))
	for i, line := range raw {
		lines[i] = string(line)
	}
	return lines
}

// profiles are the lines of all profiles that there are, those chosen by keep.
func (s *simulation) profiles(keep func(mpsim.Profile) bool) []string {
	s.t.Helper()
	all, err := s.Profiles(projectID)
	if err != nil {
		s.t.Fatal(err)
	}
	lines := []string{}
	for p := range all {
		if keep == nil || keep(p) {
			lines = append(lines, string(p.AppendJSON(nil, nil)))
		}
	}
	return lines
}

func has(p mpsim.Profile, name, value string) bool {
	for _, m := range p.Members {
		if m.Name == name {
			return m.JSON == value
		}
	}
	return false
}

func TestEngageIsAskedInManyWays(t *testing.T) {
	s := start(t, 0, people(20, 100))
	want := s.post("/api/query/engage", "where", `user["plan"] == "pro"`).page(t).Results
	body := `{"project_id": 424242, "page": 0, "session_id": null, "where": "user[\"plan\"] == \"pro\"", "include_all_users": true}`
	query := path("/api/2.0/engage", "where", `user["plan"] == "pro"`)
	for name, a := range map[string]answer{
		"form at 2.0":      s.post("/api/2.0/engage", "where", `properties["plan"] == "pro"`),
		"form with slash":  s.post("/api/query/engage/", "selector", `user["plan"] == "pro"`),
		"get":              s.get(query),
		"json":             s.postBody("/api/2.0/engage/", "application/json; charset=utf-8", body),
		"project in query": s.postBody(query, "application/x-www-form-urlencoded", ""),
	} {
		if diff := cmp.Diff(texts(want), texts(a.page(t).Results)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestProfilesAreChosenByWhere(t *testing.T) {
	s := start(t, 0, people(600, 100))
	since := time.Date(2026, 1, 28, 0, 0, 0, 0, time.UTC)
	for where, keep := range map[string]func(mpsim.Profile) bool{
		`user["plan"] == "pro"`: func(p mpsim.Profile) bool { return has(p, "plan", `"pro"`) },
		`not defined(properties["$last_seen"])`: func(p mpsim.Profile) bool {
			return !slices.ContainsFunc(p.Members, func(m mpsim.ProfileMember) bool { return m.Name == "$last_seen" })
		},
		`user["$last_seen"] >= datetime("2026-01-28T00:00:00")`: func(p mpsim.Profile) bool { return !p.LastSeen.Before(since) },
		`user["coupon"] == "<null>"`:                            func(p mpsim.Profile) bool { return has(p, "coupon", `"<null>"`) },
		`"vip" in user["tags"] and user["größe"] > 40`: func(p mpsim.Profile) bool {
			return (has(p, "tags", `["vip"]`) || has(p, "tags", `["vip","b2b \u2757"]`)) &&
				slices.ContainsFunc([]string{"41", "42", "43", "44", "45", "46", "47", "48"}, func(size string) bool { return has(p, "größe", size) })
		},
		`user["plan"] == "none"`: func(mpsim.Profile) bool { return false },
	} {
		want := s.profiles(keep)
		if len(want) == 600 {
			t.Fatalf("%s: keeps all", where)
		}
		if diff := cmp.Diff(want, append([]string{}, s.everybody("where", where)...)); diff != "" {
			t.Errorf("%s: %s", where, diff)
		}
	}
}

func TestProfilesAreChosenByID(t *testing.T) {
	s := start(t, 0, people(600, 100))
	var ids, want []string
	all, err := s.Profiles(projectID)
	if err != nil {
		t.Fatal(err)
	}
	for p := range all {
		if len(ids) < 3 || p.Numeric && len(ids) < 5 {
			ids, want = append(ids, p.ID), append(want, string(p.AppendJSON(nil, nil)))
		}
	}
	list := fmt.Sprintf("%q", append(slices.Clone(ids), "nobody", ids[0]))
	list = strings.ReplaceAll(list, `" "`, `","`)
	if diff := cmp.Diff(want, s.everybody("distinct_ids", list)); diff != "" {
		t.Errorf("distinct_ids: %s", diff)
	}
	numbers := fmt.Sprintf(`{"project_id":424242,"distinct_ids":[%s,%s]}`, ids[3], ids[4])
	got := s.postBody("/api/2.0/engage", "application/json", numbers).page(t).Results
	if diff := cmp.Diff(want[3:], texts(got)); diff != "" {
		t.Errorf("numbers: %s", diff)
	}
	if diff := cmp.Diff(want[1:2], s.everybody("distinct_id", ids[1])); diff != "" {
		t.Errorf("distinct_id: %s", diff)
	}
	for _, pairs := range [][]string{{"distinct_id", "nobody"}, {"distinct_ids", "[]"}} {
		if got := s.everybody(pairs...); len(got) != 0 {
			t.Errorf("%q: %s", pairs, got)
		}
	}
}

func TestOutputPropertiesKeepLastSeen(t *testing.T) {
	s := start(t, 0, people(50, 100))
	for _, line := range s.everybody("output_properties", `["plan","größe"]`) {
		var profile struct {
			Properties map[string]any `json:"$properties"`
		}
		if err := json.Unmarshal([]byte(line), &profile); err != nil {
			t.Fatal(err)
		}
		delete(profile.Properties, "plan")
		delete(profile.Properties, "größe")
		delete(profile.Properties, "$last_seen")
		if len(profile.Properties) != 0 || !strings.Contains(line, `"plan"`) != strings.Contains(line, `"$properties":{}`) {
			t.Errorf("%s", line)
		}
	}
}

func TestGroupsHaveProfilesOfTheirOwn(t *testing.T) {
	s := start(t, 0, people(600, 10))
	groups, err := s.Groups(projectID)
	if err != nil || len(groups) != 2 || groups[0].ID > -1<<53 || groups[1].ID < 1<<53 {
		t.Fatalf("groups: %+v, %v", groups, err)
	}
	for _, g := range groups {
		all, err := s.GroupProfiles(projectID, g.ID)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for p := range all {
			want = append(want, string(p.AppendJSON(nil, nil)))
		}
		id := strconv.FormatInt(g.ID, 10)
		if diff := cmp.Diff(want, s.everybody("data_group_id", id)); diff != "" || len(want) != g.Profiles {
			t.Errorf("%s, %d of %d: %s", g.Key, len(want), g.Profiles, diff)
		}
	}
	if _, err := s.GroupProfiles(projectID, 1); err == nil {
		t.Error("there is a group key 1")
	}
}

func TestEngageSaysWhatIsWrong(t *testing.T) {
	s := start(t, 100, people(10, 100))
	behaviors := `[{"window":"30d","name":"b","event_selectors":[{"event":"Search"}]}]`
	for message, pairs := range map[string][]string{
		"invalid expression at offset":     {"where", `user["plan"`},
		"must be boolean, not number":      {"where", `user["orders"] and true`},
		"session_id is required":           {"page", "1"},
		"page must not be negative":        {"page", "-1"},
		"is not a whole number":            {"page", "one"},
		"distinct_ids must be a JSON":      {"distinct_ids", "a,b"},
		"neither text nor a number":        {"distinct_ids", `["a",{}]`},
		"exclude each other":               {"distinct_ids", `["a"]`, "distinct_id", "b"},
		"output_properties must be a JSON": {"output_properties", `plan`},
		"no group key":                     {"data_group_id", "-730"},
		"no cohort 1 in":                   {"filter_by_cohort", `{"id":1}`},
		"filter_by_cohort must be":         {"filter_by_cohort", `88101`},
		"behaviors and filter_by_cohort":   {"filter_by_cohort", `{"id":88101}`, "behaviors", behaviors},
		"behaviors must be a JSON":         {"behaviors", `[1]`},
		"behaviors: each needs":            {"behaviors", `[{"window":"30 days","name":"b","event_selectors":[{}]}]`},
		"behaviors: selector":              {"behaviors", `[{"window":"1d","name":"b","event_selectors":[{"selector":"("}]}]`},
		"with behaviors only":              {"as_of_timestamp", "1767225600"},
		"cannot be in the future":          {"as_of_timestamp", strconv.FormatInt(now.Unix()+1, 10), "behaviors", behaviors},
		"include_all_users must be":        {"include_all_users", "perhaps"},
	} {
		a := s.post("/api/query/engage", pairs...)
		if a.status != 400 || !strings.Contains(string(a.body), message) {
			t.Errorf("%q: %d %s, want %q", pairs, a.status, a.body, message)
		}
	}
	if a := s.postBody(path("/api/2.0/engage"), "application/json", `[1]`); a.status != 400 {
		t.Errorf("no object: %d %s", a.status, a.body)
	}
	huge := `{"project_id": 424242, "where": "` + strings.Repeat("x", 11<<20) + `"}`
	refused(t, s.postBody("/api/2.0/engage", "application/json", huge), 400, "too large")
	deep := `{"project_id": 424242, "where": "` + strings.Repeat("(", 20_000) + `"}`
	refused(t, s.postBody("/api/2.0/engage", "application/json", deep), 400, "too long")
	if a := s.postBody("/api/2.0/engage", "application/json", `{}`); a.status != 400 {
		t.Errorf("no project: %d %s", a.status, a.body)
	}
}
