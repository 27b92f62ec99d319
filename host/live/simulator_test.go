package live_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

const order, signup = "Order Placed", "Signup"

// tally counts events by what name says of them, 0 on the days given.
func tally(days []string, events []happened, name func(happened) string, bucket func(happened) string) result.Series {
	series := result.Series{}
	for _, event := range events {
		key := name(event)
		if series[key] == nil {
			series[key] = map[string]float64{}
			for _, day := range days {
				series[key][day] = 0
			}
		}
		series[key][bucket(event)]++
	}
	return series
}

func always(name string) func(happened) string { return func(happened) string { return name } }

// plan is the text that a segment by plan has.
func plan(event happened) string {
	switch value := event.properties["plan"].(type) {
	case nil:
		if _, ok := event.properties["plan"]; ok {
			return "null"
		}
		return "undefined"
	default:
		return fmt.Sprint(value)
	}
}

// distinct keeps the first event of each user and key.
func distinct(events []happened, key func(happened) string) []happened {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(events), func(event happened) bool {
		id := event.user + "\x00" + key(event)
		again := seen[id] || event.user == ""
		seen[id] = true
		return again
	})
}

func TestSegmentationCountsWhatHappened(t *testing.T) {
	client, _, all := simulated(t)
	orders := named(all, order)
	hour := func(event happened) string { return event.at.Format("2006-01-02 15:00:00") }
	week := func(event happened) string {
		return event.at.AddDate(0, 0, -(int(event.at.Weekday())+6)%7).Format(time.DateOnly)
	}
	large := slices.DeleteFunc(slices.Clone(orders), func(event happened) bool {
		amount, ok := event.properties["amount"].(float64)
		return !ok || amount <= 300
	})
	q := live.Segmentation{Event: order, From: first, To: last}
	for name, test := range map[string]struct {
		change func(*live.Segmentation)
		want   result.Series
	}{
		"days":  {func(*live.Segmentation) {}, tally(days(t), orders, always("total"), happened.day)},
		"hours": {func(q *live.Segmentation) { q.Unit = live.Hour }, tally(hours(t), orders, always("total"), hour)},
		"weeks": {func(q *live.Segmentation) { q.Unit = live.Week }, tally([]string{"2025-12-29", "2026-01-05"}, orders, always("total"), week)},
		"months": {func(q *live.Segmentation) { q.Unit = live.Month },
			tally(nil, orders, always("total"), func(happened) string { return "2026-01-01" })},
		"plans": {func(q *live.Segmentation) { q.On = "plan" }, tally(days(t), orders, plan, happened.day)},
		"users": {func(q *live.Segmentation) { q.Type = live.Unique }, tally(days(t), distinct(orders, happened.day), always("total"), happened.day)},
		"large": {func(q *live.Segmentation) { q.Where = `properties["amount"] > 300` }, tally(days(t), large, always("total"), happened.day)},
	} {
		asked := q
		test.change(&asked)
		got, err := asked.Ask(t.Context(), client)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, got.Series()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		var sum float64
		for _, counts := range test.want {
			for _, n := range counts {
				sum += n
			}
		}
		if got.Total() != sum || sum == 0 {
			t.Errorf("%s: the total is %v, want %v", name, got.Total(), sum)
		}
	}
}

// hours are the labels of the hours of the range.
func hours(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, day := range days(t) {
		for hour := range 24 {
			out = append(out, fmt.Sprintf("%s %02d:00:00", day, hour))
		}
	}
	return out
}

func TestNumbersAreThoseOfTheEvents(t *testing.T) {
	client, _, all := simulated(t)
	sums, counted := map[string]float64{}, map[string]float64{}
	for _, event := range named(all, order) {
		amount, _ := event.properties["amount"].(float64)
		sums[event.day()] += amount
		counted[event.day()]++
	}
	q := live.Numeric{Event: order, From: first, To: last, On: "amount"}
	sum, err := q.AskSum(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	average, err := q.AskAverage(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range days(t) {
		if got := sum.Results()[day]; math.Abs(got-sums[day]) > 1e-6 {
			t.Errorf("the sum of %s is %v, want %v", day, got, sums[day])
		}
		if got, want := average.Results()[day], sums[day]/max(counted[day], 1); math.Abs(got-want) > 1e-6 {
			t.Errorf("the average of %s is %v, want %v", day, got, want)
		}
	}
	buckets, err := q.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range days(t) {
		var got float64
		for _, counts := range buckets.Series() {
			got += counts[day]
		}
		if got != counted[day] {
			t.Errorf("the buckets of %s hold %v, want %v", day, got, counted[day])
		}
	}
}

func TestCountsOfEventsAndValuesAreThoseOfTheEvents(t *testing.T) {
	client, _, all := simulated(t)
	counts, err := live.EventCounts{Events: []string{order, signup, "Never"}, From: first, To: last}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	want := tally(days(t), append(named(all, order), named(all, signup)...), func(e happened) string { return e.name }, happened.day)
	want["Never"] = map[string]float64{}
	for _, day := range days(t) {
		want["Never"][day] = 0
	}
	if diff := cmp.Diff(want, counts.Series()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	values, err := live.PropertyCounts{Event: order, Property: "plan", From: first, To: last, Values: []string{"pro", "none of these"}}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	want = result.Series{"pro": tally(days(t), named(all, order), plan, happened.day)["pro"], "none of these": want["Never"]}
	if diff := cmp.Diff(want, values.Series()); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestAFunnelBeginsWithWhoDidItsFirstStep(t *testing.T) {
	client, simulator, all := simulated(t)
	funnels, err := simulator.Funnels(project)
	if err != nil {
		t.Fatal(err)
	}
	for _, saved := range funnels {
		for _, unit := range []live.Unit{live.Day, live.Week, live.Month} {
			for _, on := range []string{"", "plan"} {
				got, err := live.Funnel{ID: saved.ID, From: first, To: last, Unit: unit, On: on}.Ask(t.Context(), client)
				if err != nil {
					t.Errorf("%s: %v", saved.Name, err)
					continue
				}
				var events []string
				for _, step := range got.Steps() {
					events = append(events, step.Event())
				}
				if diff := cmp.Diff(saved.Steps, events); diff != "" {
					t.Errorf("%s (-want +got):\n%s", saved.Name, diff)
				}
				users := len(distinct(named(all, saved.Steps[0]), always("")))
				if begun := got.Steps()[0].Count(); begun != int64(users) {
					t.Errorf("%s by %s and %q: %d began, want %d", saved.Name, unit, on, begun, users)
				}
				split := int64(0)
				for _, steps := range got.Segments() {
					split += steps[0].Count()
				}
				if got.SegmentProperty() != on || on != "" && split != int64(users) || len(got.Segments()) > 0 != (on != "") {
					t.Errorf("%s by %s and %q: %d began in %d segments, want %d", saved.Name, unit, on, split, len(got.Segments()), users)
				}
			}
		}
	}
}

func TestCohortsAreTheUsersBornOnADay(t *testing.T) {
	client, _, all := simulated(t)
	got, err := live.Retention{Born: signup, Return: "Page View", From: first, To: last, IntervalCount: 3}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{}
	for _, event := range distinct(named(all, signup), always("")) {
		want[event.day()]++
	}
	back := 0.0
	for _, cohort := range got.Cohorts() {
		if cohort.Size() != want[cohort.Date()] || len(cohort.Retention()) != 4 {
			t.Errorf("%s has %d users and %d rates, want %d and 4", cohort.Date(), cohort.Size(), len(cohort.Retention()), want[cohort.Date()])
		}
		for _, rate := range cohort.Retention() {
			back += rate
		}
		delete(want, cohort.Date())
	}
	if len(want) > 0 || back == 0 {
		t.Errorf("cohorts are missing: %v; %v came back", want, back)
	}
	if _, err := (live.Retention{Born: signup, Return: signup, From: first, To: last, Interval: 2, Unbounded: true}).Ask(t.Context(), client); err != nil {
		t.Errorf("by an interval of days: %v", err)
	}
}

func TestACompoundedCohortIsEverybodyOfItsDay(t *testing.T) {
	client, _, all := simulated(t)
	got, err := live.Retention{Return: "Page View", From: first, To: last, IntervalCount: 2, Compounded: true}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{}
	for _, event := range distinct(named(all, "Page View"), happened.day) {
		want[event.day()]++
	}
	for _, cohort := range got.Cohorts() {
		if cohort.Size() != want[cohort.Date()] {
			t.Errorf("%s has %d users, want %d", cohort.Date(), cohort.Size(), want[cohort.Date()])
		}
		delete(want, cohort.Date())
	}
	if len(want) > 0 || got.BornEvent() != "Page View" {
		t.Errorf("cohorts are missing: %v; born by %s", want, got.BornEvent())
	}
}

func TestFrequencyCountsTheHoursOfUsers(t *testing.T) {
	client, _, all := simulated(t)
	views := named(all, "Page View")
	hour := func(event happened) string { return event.at.Format("2006-01-02 15") }
	want := map[string][]int64{}
	for _, day := range days(t) {
		want[day] = make([]int64, 24)
		active := map[string]int{}
		for _, event := range distinct(views, hour) {
			if event.day() == day {
				active[event.user]++
			}
		}
		for _, n := range active {
			for i := range n {
				want[day][i]++
			}
		}
	}
	got, err := live.Frequency{From: first, To: last, Event: "Page View"}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Data()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRangesWithoutEventsAreZeros(t *testing.T) {
	client, _, _ := simulated(t)
	const from, to = "2025-11-01", "2025-11-02"
	segmentation, err := live.Segmentation{Event: order, From: from, To: to}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(result.Series{"total": {from: 0, to: 0}}, segmentation.Series()); diff != "" || segmentation.Total() != 0 {
		t.Errorf("segmentation (-want +got):\n%s", diff)
	}
	zeros := strings.TrimSuffix(strings.Repeat("0,", 24), ",") // a day's hours
	for name, test := range map[string]struct {
		ask  asking
		want string
	}{
		"buckets":    {of(live.Numeric{Event: order, From: from, To: to, On: "amount"}.Ask), `"series":{}`},
		"sum":        {of(live.Numeric{Event: order, From: from, To: to, On: "amount"}.AskSum), `"results":{"2025-11-01":0,"2025-11-02":0}`},
		"average":    {of(live.Numeric{Event: order, From: from, To: to, On: "amount"}.AskAverage), `"results":{"2025-11-01":0,"2025-11-02":0}`},
		"events":     {of(live.EventCounts{Events: []string{order}, From: from, To: to}.Ask), `"series":{"Order Placed":{"2025-11-01":0,"2025-11-02":0}}`},
		"values":     {of(live.PropertyCounts{Event: order, Property: "plan", From: from, To: to}.Ask), `"series":{}`},
		"funnel":     {of(live.Funnel{ID: project*100 + 1, From: from, To: to}.Ask), `"conversion_rate":0,"steps":[{"event":"Product Viewed","count":0,"conversion_rate":1},{"event":"Add To Cart","count":0,"conversion_rate":0},`},
		"retention":  {of(live.Retention{Born: signup, Return: order, From: from, To: to}.Ask), `"cohorts":[{"date":"2025-11-01","size":0,"retention":[0,0,0,0,0,0,0,0,0,0,0]},{"date":"2025-11-02","size":0,"retention":[0,0,0,0,0,0,0,0,0,0,0]}]`},
		"frequency":  {of(live.Frequency{From: from, To: to}.Ask), `"data":{"2025-11-01":[` + zeros + `],"2025-11-02":[` + zeros + `]}`},
		"nobody":     {of(live.ActivityFeed{DistinctIDs: []string{"nobody"}, From: from, To: to}.Ask), `"event_count":0,"events":[]`},
		"no reports": {of(live.SavedReport{ID: 63877003}.Ask), `"series":{"Never Sent":{}}`},
	} {
		answer, err := test.ask(t.Context(), client)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := jsonOf(t, answer); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s is not in %s", name, test.want, got)
		}
	}
}

func TestSavedReportsAreShown(t *testing.T) {
	client, _, all := simulated(t)
	report, err := live.SavedReport{ID: 63877001}.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if table := report.Table(); report.ReportType() != "insights" || table.NumRows() == 0 || table.ColumnName(0) != "date" || table.ColumnName(2) != "count" {
		t.Errorf("%s with %d rows", report.ReportType(), table.NumRows())
	}
	days := live.SavedReport{ID: 63877005, Type: live.RetentionReport, From: first, To: last}
	retention, err := days.Ask(t.Context(), client)
	if err != nil || retention.ReportType() != result.ReportRetention {
		t.Fatalf("retention: %v, %v", retention, err)
	}
	var cohorts map[string]struct {
		First int64 `json:"first"`
	}
	if err := json.Unmarshal(retention.Series(), &cohorts); err != nil {
		t.Fatal(err)
	}
	born, found := int64(len(distinct(named(all, signup), always("")))), int64(0)
	for _, cohort := range cohorts {
		found += cohort.First
	}
	if found != born || born == 0 {
		t.Errorf("%d users were born, want %d", found, born)
	}
	days.ID = 99
	if _, err := days.Ask(t.Context(), client); mperr.CodeOf(err) != "NOT_FOUND" {
		t.Errorf("retention that is not there: %v", err)
	}
	flows, err := live.Flows{ID: 63877006}.Ask(t.Context(), client)
	if err != nil || flows.Table().NumRows() == 0 || flows.Table().ColumnName(4) != "next_event" {
		t.Errorf("flows: %v, %v", flows, err)
	}
	for id, code := range map[int64]mperr.Code{99: "NOT_FOUND", 63877001: "QUERY_FAILED"} {
		if _, err := (live.Flows{ID: id}).Ask(t.Context(), client); mperr.CodeOf(err) != code {
			t.Errorf("flows %d: got %v, want %s", id, err, code)
		}
	}
	if len(all) == 0 {
		t.Error("there are no events to report on")
	}
}

func TestAnExpressionThatCannotBeReadIsAFailedQuery(t *testing.T) {
	client, _, _ := simulated(t)
	_, err := live.Segmentation{Event: order, From: first, To: last, Where: "properties["}.Ask(t.Context(), client)
	if mperr.CodeOf(err) != "QUERY_FAILED" || mperr.ExitCode(err) != mperr.ExitUsage {
		t.Errorf("got %v", err)
	}
}

func TestAScriptSeesTheEvents(t *testing.T) {
	client, _, all := simulated(t)
	script := `function main() {
	  return Events({from_date: params.from, to_date: params.to, event_selectors: [{event: params.event}]}).reduce(mixpanel.reducer.count());
	}`
	q := live.JQL{Script: script, Params: map[string]any{"from": first, "to": last, "event": order}}
	got, err := q.Ask(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("[%d]", len(named(all, order))); string(got.Raw()) != want {
		t.Errorf("got %s, want %s", got.Raw(), want)
	}
	q.Script = "function main() { return Events({}).limit(3) }"
	_, err = q.Ask(t.Context(), client)
	if failed, ok := errors.AsType[*mperr.JQLSyntaxError](err); !ok || failed.ErrorType == "" || mperr.ExitCode(err) != mperr.ExitUsage {
		t.Errorf("a script that does not run: got %v", err)
	}
}
