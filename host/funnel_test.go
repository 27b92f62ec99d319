package host_test

import (
	"testing"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestASavedFunnelHasItsName(t *testing.T) {
	w := startWorld(t)
	saved, err := w.simulator.Funnels(projectID)
	if err != nil {
		t.Fatal(err)
	}
	workspace := asking(t, w, "sa", nil)
	for _, funnel := range saved {
		answer, err := workspace.Funnel(t.Context(), live.Funnel{ID: funnel.ID, From: "2026-01-01", To: "2026-01-02"})
		if err != nil || answer.FunnelName() != funnel.Name || len(answer.Steps()) != len(funnel.Steps) {
			t.Errorf("%d: %v, %v, want %s", funnel.ID, answer, err, funnel.Name)
		}
	}
	lists := 0
	for _, request := range w.simulator.Requests() {
		if request.Path == "/api/query/funnels/list" {
			lists++
		}
	}
	if lists != 1 {
		t.Errorf("the list was asked for %d times", lists)
	}
}

func TestAFunnelWhoseNameCannotBeHadIsAnsweredAllTheSame(t *testing.T) {
	w := startWorld(t)
	if err := w.simulator.Inject(mpsim.Fault{Path: "/api/query/funnels/list", Times: -1, Effect: mpsim.Status{Code: 500}}); err != nil {
		t.Fatal(err)
	}
	answer, err := asking(t, w, "sa", nil).Funnel(t.Context(), live.Funnel{ID: projectID*100 + 1, From: "2026-01-01", To: "2026-01-02"})
	if err != nil || answer.FunnelName() != "" || len(answer.Steps()) == 0 {
		t.Errorf("%v, %v", answer, err)
	}
}
