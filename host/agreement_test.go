package host_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/result"
)

// agreed is a project of the simulator whose events are all in a table, to be asked about here and there.
type agreed struct {
	workspace *host.Workspace
	engine    local.Engine
	simulator *mpsim.Server
	warned    []string
}

// The zones and months of the projects: a change of clocks forward and one back, an odd offset, and both kinds of export.
var agreedProjects = map[string]mpsim.Project{
	"an older project in Lisbon":    {Timezone: "Europe/Lisbon", ExportTime: mpsim.ExportProject, First: 20536},                 // 2026-03-24
	"forward in New York":           {Timezone: "America/New_York", First: 20516},                                               // 2026-03-04
	"back in Lisbon":                {Timezone: "Europe/Lisbon", First: 20383},                                                  // 2025-10-22
	"an odd offset in Kathmandu":    {Timezone: "Asia/Kathmandu", First: 20484},                                                 // 2026-01-31
	"half an hour on Lord Howe":     {Timezone: "Australia/Lord_Howe", ExportTime: mpsim.ExportProject, First: 20362},           // 2025-10-01
	"midnight that never was":       {Timezone: "Africa/Cairo", First: 20565},                                                   // 2026-04-22
	"an older project in Bengaluru": {Timezone: "Asia/Kolkata", ExportTime: mpsim.ExportProject, First: 20450, Users: fewUsers}, // 2025-12-28
}

const (
	agreedDays = 12
	fewUsers   = 40
)

func newAgreed(t *testing.T, project mpsim.Project) *agreed {
	t.Helper()
	project.ID, project.Seed, project.Days, project.Events = projectID, 11, agreedDays, 500
	if project.Users == 0 {
		project.Users = 60
	}
	simulator, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{project},
		Accounts: []mpsim.Account{{Username: "sa", Secret: canary, Roles: map[int64]mpsim.Role{projectID: mpsim.Analyst}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(simulator)
	t.Cleanup(func() { simulator.Close(); web.Close() })
	a := &agreed{simulator: simulator}
	exportTime := string(project.ExportTime)
	if exportTime == "" {
		exportTime = "utc"
	}
	credentials, err := credential.New(credential.Fields{
		Username: "sa", Secret: credential.NewSecret(canary), ProjectID: strconv.Itoa(projectID), Region: "eu",
		Timezone: project.Timezone, ExportTime: exportTime, BaseURL: web.URL,
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{simulator: simulator, env: map[string]string{"HOME": t.TempDir()}}
	a.workspace = open(t, w, func(o *host.Options) {
		o.Credentials, o.Database = &credentials, filepath.Join(t.TempDir(), "agreed.duckdb")
		o.Mixpanel.Quota = boundless{}
		o.Warn = func(text string) { a.warned = append(a.warned, text) }
	})
	first := time.Unix(int64(project.First)*24*60*60, 0).UTC()
	_, err = a.workspace.FetchEvents(t.Context(), fetch.Request{
		Table: "events", From: first.AddDate(0, 0, -3).Format(time.DateOnly), To: first.AddDate(0, 0, agreedDays+80).Format(time.DateOnly),
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.engine, err = a.workspace.Local(t.Context(), host.LocalOptions{Table: "events", Strict: true}); err != nil {
		t.Fatal(err)
	}
	return a
}

// boundless is a quota without bounds: Mixpanel's own would have the questions wait for hours.
type boundless struct{}

func (boundless) Take(context.Context, mixpanel.API) (mixpanel.Ticket, error) {
	return boundless{}, nil
}
func (boundless) TakeFree(context.Context, mixpanel.API) (mixpanel.Ticket, error) {
	return boundless{}, nil
}
func (boundless) Done()                              {}
func (boundless) Unsent()                            {}
func (boundless) Refused(http.Header, time.Duration) {}

// agree asks here and there and compares the whole results.
func agree[Q any, R result.Result](
	t *testing.T, q Q, here func(context.Context, Q) (R, error), there func(context.Context, Q) (R, error),
) {
	t.Helper()
	mine, err := here(t.Context(), q)
	if err != nil {
		t.Errorf("%+v: %v", q, err)
		return
	}
	theirs, err := there(t.Context(), q)
	if err != nil {
		t.Errorf("%+v: the simulator: %v", q, err)
		return
	}
	a, errA := mine.MarshalJSON()
	b, errB := theirs.MarshalJSON()
	if diff := cmp.Diff(string(b), string(a)); diff != "" || errA != nil || errB != nil {
		t.Errorf("%+v (-simulator +local):\n%s", q, diff)
	}
	if mine.Table().NumRows() == 0 {
		t.Errorf("%+v has no rows", q)
	}
}

func TestLocalAnswersAreThoseOfMixpanel(t *testing.T) {
	for name, project := range agreedProjects {
		t.Run(name, func(t *testing.T) {
			a := newAgreed(t, project)
			first := time.Unix(int64(project.First)*24*60*60, 0).UTC()
			day := func(n int) string { return first.AddDate(0, 0, n).Format(time.DateOnly) }
			questions := segmentations(day)
			if project.Users == fewUsers { // one project is enough for what has nothing to do with clocks
				questions = append(questions, expressions(day)...)
			}
			for _, q := range questions {
				agree(t, q, a.engine.Segmentation, a.workspace.Segmentation)
			}
			for _, q := range propertyCounts(day) {
				agree(t, q, a.engine.PropertyCounts, a.workspace.PropertyCounts)
			}
			for _, q := range retentions(day) {
				agree(t, q, a.engine.Retention, a.workspace.Retention)
			}
			for _, q := range frequencies(day) {
				agree(t, q, a.engine.Frequency, a.workspace.Frequency)
			}
			a.checkFunnels(t, day)
			for _, warning := range a.warned {
				if !slices.ContainsFunc(wrongNames, func(name string) bool { return strings.Contains(warning, name) }) {
					t.Errorf("warned: %s", warning)
				}
			}
		})
	}
}

// wrongNames are those that the questions have wrong on purpose: of them the workspace warns.
var wrongNames = []string{`event "Never Heard Of"`, `property "absent"`, `property "Plan"`}

// checkFunnels compares the saved funnels with the same steps asked locally.
func (a *agreed) checkFunnels(t *testing.T, day func(int) string) {
	t.Helper()
	saved, err := a.simulator.Funnels(projectID)
	if err != nil {
		t.Fatal(err)
	}
	for _, funnel := range saved {
		for _, q := range []live.Funnel{
			{From: day(-1), To: day(11)},
			{From: day(2), To: day(6), Unit: live.Week, Where: `properties["plan"] != "free"`},
			{From: day(0), To: day(11), Unit: live.Month, Length: 45, LengthUnit: live.Minute},
			{From: day(0), To: day(11), Length: 20, LengthUnit: live.Second},
		} {
			if q.Length == 0 {
				q.Length, q.LengthUnit = int(funnel.Length.Seconds()), live.Second
			}
			q.ID = funnel.ID
			here := func(ctx context.Context, q live.Funnel) (*result.FunnelResult, error) {
				q.ID, q.Steps = 0, funnel.Steps
				answer, err := a.engine.Funnel(ctx, q)
				if err != nil {
					return nil, err
				}
				return unnamed(answer, funnel.ID, q)
			}
			there := func(ctx context.Context, q live.Funnel) (*result.FunnelResult, error) {
				answer, err := a.workspace.Funnel(ctx, q)
				if err != nil {
					return nil, err
				}
				return unnamed(answer, funnel.ID, q)
			}
			agree(t, q, here, there)
		}
	}
}

// unnamed is an answer with the id of the saved funnel and without its name, which steps do not have.
func unnamed(answer *result.FunnelResult, id int64, q live.Funnel) (*result.FunnelResult, error) {
	return result.NewFunnel(result.FunnelFields{
		FunnelID: id, FromDate: q.From, ToDate: q.To, ConversionRate: answer.ConversionRate(), Steps: stepsOf(answer),
	})
}

func stepsOf(answer *result.FunnelResult) (steps []result.StepFields) {
	for _, step := range answer.Steps() {
		steps = append(steps, result.StepFields{Event: step.Event(), Count: step.Count(), ConversionRate: step.ConversionRate()})
	}
	return steps
}

// wheres keep events in many ways, by typed columns, by JSON, and by time.
var wheres = []string{
	"", `properties["plan"] == "pro"`, `properties["plan"] != "pro" and properties["$os"] in ["iOS", "Android"]`,
	`number(properties["$browser_version"]) > 130`, `properties["step"] >= 2 or not properties["logged_in"]`,
	`defined(properties["$wifi"])`, `not defined(properties["utm_source"])`, `"o" in properties["$city"]`,
	`properties["price"] * 2 - 1 > 100`, `properties["rating"] == undefined`, `string(properties["rating"]) == "4.5"`,
	`"Laptops" in properties["category"]`, `properties["category"] == []`, `has_prefix(string(properties["distinct_id"]), "cust-")`,
	`properties["trace_id"] > 9007199254740993`, `boolean(properties["in_stock"]) and floor(properties["price"]) % 2 == 0`,
	`event["$event_name"] == "Product Viewed"`, `properties["time"] % 2 == 0`,
}

// expressions are questions that differ in on and where.
func expressions(day func(int) string) (all []live.Segmentation) {
	for _, where := range wheres {
		all = append(all, live.Segmentation{Event: "Product Viewed", From: day(-1), To: day(agreedDays), Where: where})
	}
	for i, on := range []string{
		"plan", "$city", "$browser_version", "step", "logged_in", "absent", "category", "rating", "price", "variants", "trace_id", "Plan",
		"$event_name", "time", `properties["step"] % 3`, `string(properties["plan"]) + "!"`, `properties["price"] > 20`, "distinct_id",
	} {
		count := live.CountTypes()[i%len(live.CountTypes())] // what is counted does not depend on what splits it
		all = append(all, live.Segmentation{Event: "Product Viewed", From: day(0), To: day(9), On: on, Type: count, Unit: live.Week, Limit: 7})
	}
	return all
}

// segmentations are questions that differ in time.
func segmentations(day func(int) string) (all []live.Segmentation) {
	all = append(all, live.Segmentation{
		Event: "Product Viewed", From: day(0), To: day(9), Where: fmt.Sprintf(`event["$time"] >= datetime("%sT12:30:00")`, day(5)),
	})
	for _, unit := range []live.Unit{live.Minute, live.Hour, live.Day, live.Week, live.Month} {
		all = append(all, live.Segmentation{Event: "Page View", From: day(1), To: day(8), Unit: unit})
	}
	for _, unit := range []live.Unit{live.Day, live.Week, live.Month} {
		all = append(all, live.Segmentation{Event: "Page View", From: day(2), To: day(11), Unit: unit, Type: live.Unique},
			live.Segmentation{Event: "Page View", From: day(2), To: day(11), Unit: unit, Type: live.Average, On: "$os", Where: `properties["step"] > 1`})
	}
	return append(all, live.Segmentation{Event: "Never Heard Of", From: day(0), To: day(3)},
		live.Segmentation{Event: "Vídeo Played", From: day(0), To: day(11), On: "captions"},
		live.Segmentation{Event: "Page View", From: day(0), To: day(3), On: "$os", Unit: live.Hour})
}

func propertyCounts(day func(int) string) []live.PropertyCounts {
	return []live.PropertyCounts{
		{Event: "Order Placed", Property: "coupon", From: day(0), To: day(11)},
		{Event: "Order Placed", Property: "currency", From: day(0), To: day(11), Unit: live.Week, Type: live.Unique, Limit: 2},
		{Event: "Page View", Property: "plan", From: day(0), To: day(11), Values: []string{"pro", "never"}, Unit: live.Month},
	}
}

func retentions(day func(int) string) (all []live.Retention) {
	for _, unit := range []live.Unit{live.Day, live.Week, live.Month} {
		all = append(all, live.Retention{Born: "App Opened", Return: "Product Viewed", From: day(0), To: day(11), Unit: unit, IntervalCount: 1})
	}
	return append(all,
		live.Retention{Born: "Page View", Return: "Page View", From: day(2), To: day(6)},
		live.Retention{Born: "Page View", Return: "Search", From: day(2), To: day(8), Interval: 3, IntervalCount: 2},
		live.Retention{Born: "Page View", Return: "Page View", From: day(0), To: day(6), Unbounded: true, IntervalCount: 6},
		live.Retention{
			Born: "Page View", BornWhere: `properties["plan"] == "pro"`, Return: "Product Viewed", ReturnWhere: `properties["price"] > 50`,
			From: day(0), To: day(6), IntervalCount: 4,
		},
		live.Retention{Born: "Never Heard Of", Return: "Page View", From: day(0), To: day(2)},
	)
}

func frequencies(day func(int) string) (all []live.Frequency) {
	for _, unit := range []live.Unit{live.Day, live.Week, live.Month} {
		for _, each := range []live.Unit{live.Hour, live.Day} {
			all = append(all, live.Frequency{From: day(0), To: day(11), Unit: unit, AddictionUnit: each},
				live.Frequency{From: day(1), To: day(7), Unit: unit, AddictionUnit: each, Event: "Page View", Where: `properties["step"] < 3`})
		}
	}
	return all
}
