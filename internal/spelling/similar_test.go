package spelling

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSimilarNamesComeNearestFirst(t *testing.T) {
	names := []string{"Order Placed", "order placed", "Order Refunded", "Orders Placed", "Signup", "Sign In", "Page View", "日本語の", "X", ""}
	for name, want := range map[string][]string{
		"order_placed":  {"Order Placed", "order placed", "Orders Placed"},
		"Order Palced":  {"Order Placed", "order placed", "Orders Placed"},
		"Sign Up":       {"Signup", "Sign In"},
		"view":          {"Page View"},
		"日本語":           {"日本語の"},
		"y":             {"X"},
		"!":             {},
		"":              {},
		"Checkout Done": {},
	} {
		if diff := cmp.Diff(want, Similar(name, names, 5)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
	if got := Similar("order placed", names, 1); len(got) != 1 || got[0] != "Order Placed" {
		t.Errorf("of one: %v", got)
	}
}
