package flow_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim/flow"
)

func TestFlowCountsTheWaysBehindTheAnchor(t *testing.T) {
	f := flow.New("S", 2)
	f.AddDay([]flow.Event{
		{"a", "C", 30}, {"a", "S", 10}, {"a", "B", 20}, {"a", "S", 40}, // S B C
		{"b", "S", 10}, {"b", "B", 20}, // S B end
		{"c", "B", 10},                // never began
		{"d", "B", 5}, {"d", "S", 10}, // S end
		{"e", "C", 10}, {"e", "S", 9}, {"e", "B", 10}, // S B C: at one instant by name
	})
	f.AddDay([]flow.Event{{"a", "S", 100}}) // another day, another flow
	want := [][]flow.Node{
		{{"S", 5, []flow.Edge{{"B", 3}, {flow.End, 2}}}},
		{{"B", 3, []flow.Edge{{"C", 2}, {flow.End, 1}}}, {flow.End, 2, []flow.Edge{}}},
		{{"C", 2, []flow.Edge{}}, {flow.End, 1, []flow.Edge{}}},
	}
	if diff := cmp.Diff(want, f.Steps()); diff != "" {
		t.Error(diff)
	}
	if got := f.Conversion(); got != 0.4 {
		t.Errorf("conversion %v", got)
	}
}

func TestAFlowThatNobodyBegan(t *testing.T) {
	f := flow.New("S", 3)
	f.AddDay(nil)
	if diff := cmp.Diff([][]flow.Node{{{"S", 0, []flow.Edge{}}}}, f.Steps()); diff != "" || f.Conversion() != 0 {
		t.Error(diff, f.Conversion())
	}
}
