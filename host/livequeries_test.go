package host_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// asking opens a workspace that asks the world's simulator and starts no plugin.
func asking(t *testing.T, w *world, username string, warn func(string)) *host.Workspace {
	t.Helper()
	credentials, err := credential.New(credential.Fields{
		Username: username, Secret: credential.NewSecret(canary), ProjectID: w.env["MP_PROJECT_ID"], Region: "eu",
	})
	if err != nil {
		t.Fatal(err)
	}
	return open(t, w, func(o *host.Options) {
		o.Credentials, o.PluginDirs, o.Warn, o.NoWait = &credentials, []string{t.TempDir()}, warn, true
		o.Mixpanel.Retry = mixpanel.Retry{Times: -1}
	})
}

func TestEveryReportIsAsked(t *testing.T) {
	w := startWorld(t)
	workspace := asking(t, w, "sa", nil)
	const from, to = "2026-01-01", "2026-01-02"
	numeric := live.Numeric{Event: "Order Placed", From: from, To: to, On: "amount"}
	for name, ask := range map[string]func() (result.Result, error){
		"segmentation": func() (result.Result, error) {
			return workspace.Segmentation(t.Context(), live.Segmentation{Event: "Signup", From: from, To: to})
		},
		"numeric": func() (result.Result, error) { return workspace.SegmentationNumeric(t.Context(), numeric) },
		"sum":     func() (result.Result, error) { return workspace.SegmentationSum(t.Context(), numeric) },
		"average": func() (result.Result, error) { return workspace.SegmentationAverage(t.Context(), numeric) },
		"event counts": func() (result.Result, error) {
			return workspace.EventCounts(t.Context(), live.EventCounts{Events: []string{"Signup"}, From: from, To: to})
		},
		"property counts": func() (result.Result, error) {
			return workspace.PropertyCounts(t.Context(), live.PropertyCounts{Event: "Signup", Property: "plan", From: from, To: to})
		},
		"funnel": func() (result.Result, error) {
			return workspace.Funnel(t.Context(), live.Funnel{ID: projectID*100 + 1, From: from, To: to})
		},
		"retention": func() (result.Result, error) {
			return workspace.Retention(t.Context(), live.Retention{Born: "Signup", Return: "Page View", From: from, To: to})
		},
		"frequency": func() (result.Result, error) {
			return workspace.Frequency(t.Context(), live.Frequency{From: from, To: to})
		},
		"activity feed": func() (result.Result, error) {
			return workspace.ActivityFeed(t.Context(), live.ActivityFeed{DistinctIDs: []string{"nobody"}, From: from, To: to})
		},
		"saved report": func() (result.Result, error) {
			return workspace.SavedReport(t.Context(), live.SavedReport{ID: 63877001})
		},
		"flows": func() (result.Result, error) { return workspace.Flows(t.Context(), live.Flows{ID: 63877006}) },
	} {
		if answer, err := ask(); err != nil || answer.Table() == nil {
			t.Errorf("%s: %v, %v", name, answer, err)
		}
	}
}

func TestJQLWarnsThatItIsDeprecated(t *testing.T) {
	var warned []string
	workspace := asking(t, startWorld(t), "sa", func(text string) { warned = append(warned, text) })
	answer, err := workspace.JQL(t.Context(), live.JQL{
		Script: `function main() { return Events({from_date: "2026-01-01", to_date: "2026-01-01"}).reduce(mixpanel.reducer.count()) }`,
	})
	if err != nil || answer.RowCount() != 1 {
		t.Errorf("got %v, %v", answer, err)
	}
	if len(warned) != 1 || !strings.Contains(warned[0], "JQL") {
		t.Errorf("warned %q", warned)
	}
}

func TestAQuestionThatCannotBeAskedNeedsNoCredentials(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, func(o *host.Options) { o.PluginDirs = []string{t.TempDir()} })
	_, err := workspace.Segmentation(t.Context(), live.Segmentation{})
	if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != "event" {
		t.Errorf("got %v, want a refusal of event", err)
	}
	_, err = workspace.Segmentation(t.Context(), live.Segmentation{Event: "a", From: "2026-01-01", To: "2026-01-01"})
	if mperr.CodeOf(err) != "PLUGIN_NOT_FOUND" {
		t.Errorf("got %v, want the missing credential plugin", err)
	}
}

func TestAnAccountThatIsRefusedIsToldSo(t *testing.T) {
	workspace := asking(t, startWorld(t), "stranger", nil)
	_, err := workspace.Frequency(t.Context(), live.Frequency{From: "2026-01-01", To: "2026-01-01"})
	if mperr.CodeOf(err) != "AUTH_FAILED" || strings.Contains(err.Error(), canary) {
		t.Errorf("got %v", err)
	}
}
