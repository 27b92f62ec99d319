package fetch_test

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestAUnitOfOneDayIsCalledByItsDate(t *testing.T) {
	for to, want := range map[string]string{"2026-01-05": "unit 2026-01-05: ", "2026-01-06": "unit 2026-01-05..2026-01-06: "} {
		w := newWorld(t, mpsim.Project{})
		sink := &liar{Sink: w.open(), lazy: true}
		request := fetch.Request{Table: "events", From: "2026-01-05", To: to, UnitDays: 2}
		if _, err := fetch.Events(t.Context(), w.client, sink, request, w.config); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want it to name the %s", err, want)
		}
		w.close(sink.Sink)
	}
}
