package discovery

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
		if diff := cmp.Diff(want, similar(name, names, 5)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
	if got := similar("order placed", names, 1); len(got) != 1 || got[0] != "Order Placed" {
		t.Errorf("of one: %v", got)
	}
}

func TestEditsCountWhatAPersonGetsWrong(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abcd", "bacd", 1},
		{"abc", "abd", 1}, {"abc", "ab", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}, {"é", "e", 1},
	} {
		if got := slips([]rune(test.a), []rune(test.b)); got != test.want {
			t.Errorf("%q to %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
