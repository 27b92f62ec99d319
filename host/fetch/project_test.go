package fetch_test

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestAppendKeepsProjectsApart(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	if _, err := w.fetch(january); err != nil {
		t.Fatal(err)
	}
	before := len(w.sim.Requests())

	w.config.ProjectID = "7"
	request := january
	request.Mode = storage.Append
	for _, table := range []string{"events", "EVENTS"} {
		request.Table = table
		_, err := w.fetch(request)
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "project 424242") {
			t.Errorf("appending another project's events to %s: %v, want INVALID_ARGUMENT naming the owner", table, err)
		}
	}
	if got := len(w.sim.Requests()); got != before {
		t.Errorf("%d requests were sent", got-before)
	}

	w.config.ProjectID, request.Table = "424242", "events"
	if _, err := w.fetch(request); err != nil {
		t.Errorf("appending the same project's events: %v", err)
	}
}
