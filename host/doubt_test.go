package host_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

// doubting opens a workspace of a project whose names Mixpanel lists, as they are recent.
func doubting(t *testing.T, warn func(string)) (*world, *host.Workspace) {
	t.Helper()
	w := startWorld(t)
	w.env["MP_PROJECT_ID"] = strconv.Itoa(recentProject)
	return w, asking(t, w, "sa", warn)
}

// days are some of those of the project.
func days() (from, to string) {
	now := time.Now().UTC()
	return now.AddDate(0, 0, -6).Format(time.DateOnly), now.AddDate(0, 0, -2).Format(time.DateOnly)
}

// asksFor are the questions that name an event and a property.
func asksFor(workspace *host.Workspace, event, property string) map[string]func(context.Context) error {
	from, to := days()
	numeric := live.Numeric{Event: event, From: from, To: to, On: property}
	return map[string]func(context.Context) error{
		"segmentation": func(ctx context.Context) error {
			_, err := workspace.Segmentation(ctx, live.Segmentation{Event: event, From: from, To: to, On: property})
			return err
		},
		"numeric": func(ctx context.Context) error { _, err := workspace.SegmentationNumeric(ctx, numeric); return err },
		"sum":     func(ctx context.Context) error { _, err := workspace.SegmentationSum(ctx, numeric); return err },
		"average": func(ctx context.Context) error { _, err := workspace.SegmentationAverage(ctx, numeric); return err },
		"property counts": func(ctx context.Context) error {
			_, err := workspace.PropertyCounts(ctx, live.PropertyCounts{Event: event, Property: property, From: from, To: to})
			return err
		},
		"distribution": func(ctx context.Context) error {
			_, err := workspace.LiveDistribution(ctx, local.Property{Event: event, Property: property, From: from, To: to}, 0)
			return err
		},
	}
}

// asksForEvents are the questions that name events alone.
func asksForEvents(workspace *host.Workspace, event string) map[string]func(context.Context) error {
	from, to := days()
	return map[string]func(context.Context) error{
		"event counts": func(ctx context.Context) error {
			_, err := workspace.EventCounts(ctx, live.EventCounts{Events: []string{"Page View", event}, From: from, To: to})
			return err
		},
		"born": func(ctx context.Context) error {
			_, err := workspace.Retention(ctx, live.Retention{Born: event, Return: "Page View", From: from, To: to})
			return err
		},
		"return": func(ctx context.Context) error {
			_, err := workspace.Retention(ctx, live.Retention{Born: "Page View", Return: event, From: from, To: to})
			return err
		},
		"born and return": func(ctx context.Context) error {
			_, err := workspace.Retention(ctx, live.Retention{Born: event, Return: event, From: from, To: to})
			return err
		},
		"frequency": func(ctx context.Context) error {
			_, err := workspace.Frequency(ctx, live.Frequency{Event: event, From: from, To: to})
			return err
		},
		"stream": func(ctx context.Context) error {
			for _, err := range workspace.StreamEvents(ctx, fetch.Request{Events: []string{event}, From: from, To: to}) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// requestsFor counts what the simulator was asked at a path.
func requestsFor(w *world, path string) (n int) {
	for _, request := range w.simulator.Requests() {
		if request.Path == path {
			n++
		}
	}
	return n
}

func TestAMisspeltEventIsToldWithWhatMayBeMeant(t *testing.T) {
	var told []string
	w, workspace := doubting(t, func(line string) { told = append(told, line) })
	for _, asks := range []map[string]func(context.Context) error{asksFor(workspace, "order_palced", "plan"), asksForEvents(workspace, "order_palced")} {
		for name, ask := range asks {
			told = nil
			if err := ask(t.Context()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if diff := cmp.Diff([]string{`no event "order_palced" in the project's last 31 days: did you mean Order Placed?`}, told); diff != "" {
				t.Errorf("%s (-want +told):\n%s", name, diff)
			}
		}
	}
	if n := requestsFor(w, "/api/query/events/names"); n != 1 {
		t.Errorf("the names were asked for %d times", n)
	}
}

func TestAMisspeltPropertyIsToldWithWhatMayBeMeant(t *testing.T) {
	var told []string
	w, workspace := doubting(t, func(line string) { told = append(told, line) })
	asks := asksFor(workspace, "Order Placed", "amuont")
	// A doubt may cost one query, and that about numbers needs the names of the events as well as those of the properties: the
	// first answer brings the former.
	if err := asks["sum"](t.Context()); err != nil || len(told) > 0 {
		t.Fatalf("%v, told %q", err, told)
	}
	for name, ask := range asks {
		told = nil
		if err := ask(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want := `no event "Order Placed" that was counted has a value for the property "amuont": did you mean amount?`
		if name == "sum" || name == "average" {
			want = `no property "amuont" of event "Order Placed" in the project's last 31 days: did you mean amount?`
		}
		if diff := cmp.Diff([]string{want}, told); diff != "" {
			t.Errorf("%s (-want +told):\n%s", name, diff)
		}
	}
	if n := requestsFor(w, "/api/query/events/properties/top"); n != 1 {
		t.Errorf("the properties were asked for %d times", n)
	}
}

func TestWhatIsThereIsNotDoubted(t *testing.T) {
	_, workspace := doubting(t, func(line string) { t.Errorf("told %q", line) })
	for _, asks := range []map[string]func(context.Context) error{asksFor(workspace, "Order Placed", "amount"), asksForEvents(workspace, "Order Placed")} {
		for name, ask := range asks {
			if err := ask(t.Context()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	from, to := days()
	if _, err := workspace.Segmentation(t.Context(), live.Segmentation{Event: "Signup", From: from, To: to, Where: "1 == 2"}); err != nil {
		t.Error(err)
	}
}

func TestADoubtCostsNothingWhereNobodyHearsIt(t *testing.T) {
	w, workspace := doubting(t, nil)
	for name, ask := range asksFor(workspace, "order_palced", "plan") {
		if err := ask(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := requestsFor(w, "/api/query/events/names"); n != 0 {
		t.Errorf("the names were asked for %d times", n)
	}
}

func TestADoubtThatCannotBeClearedUpIsNoError(t *testing.T) {
	var told []string
	w, workspace := doubting(t, func(line string) { told = append(told, line) })
	for _, path := range []string{"/api/query/events/names", "/api/query/events/properties/top"} {
		if err := w.simulator.Inject(mpsim.Fault{Path: path, Times: -1, Effect: mpsim.Status{Code: 500}}); err != nil {
			t.Fatal(err)
		}
	}
	for name, ask := range asksForEvents(workspace, "order_palced") {
		if err := ask(t.Context()); err != nil || len(told) > 0 {
			t.Errorf("%s: %v, told %q", name, err, told)
		}
	}
	from, to := days()
	split := live.Segmentation{Event: "Order Placed", From: from, To: to, On: `properties["amuont"]`}
	if _, err := workspace.Segmentation(t.Context(), split); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{`no event "Order Placed" that was counted has a value for the property "amuont"`}, told); diff != "" {
		t.Errorf("(-want +told):\n%s", diff)
	}
}

func TestADoubtLeavesTheLastQueriesOfTheHour(t *testing.T) {
	w, workspace := doubting(t, func(line string) { t.Errorf("told %q", line) })
	from, to := days()
	for range 49 {
		if _, err := workspace.Frequency(t.Context(), live.Frequency{From: from, To: to}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if _, err := workspace.Frequency(t.Context(), live.Frequency{Event: "Singup", From: from, To: to}); err != nil {
			t.Fatal(err)
		}
	}
	if n := requestsFor(w, "/api/query/events/names"); n != 0 {
		t.Errorf("the names were asked for %d times", n)
	}
}
