package fetch_test

import (
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestPropertiesBecomeColumnsOfASinkThatKeepsThem(t *testing.T) {
	for _, takes := range []bool{true, false} {
		w := newWorld(t, mpsim.Project{Events: 300})
		w.config.Columns = takes
		if _, err := w.fetch(january); err != nil {
			t.Fatal(err)
		}
		checkTable(t, w, "events", january.From, january.To)
		sink := w.open()
		described, err := sink.Describe(t.Context(), "events")
		if err != nil {
			t.Fatal(err)
		}
		held := map[string]string{}
		for _, column := range described {
			if column.Property != "" {
				held[column.Property] = column.Name
			}
		}
		if (held["$browser"] == "$browser") != takes || len(held) > 0 != takes {
			t.Errorf("sink takes columns: %t, columns: %v", takes, held)
		}
		w.close(sink)
	}
}
