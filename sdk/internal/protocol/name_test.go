package protocol

import (
	"strings"
	"testing"
)

func TestNamesAreSafeInFileNames(t *testing.T) {
	for _, good := range []string{"x", "7", "duckdb", "one-password", "a-1-b", strings.Repeat("x", 63)} {
		if !ValidName(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{
		"", ".", "..", "../x", "a/b", `a\b`, "a.b", "a b", "a_b", "Duckdb", "é", "a\n", "a\x00",
		"-a", "a-", "a--b", "-", strings.Repeat("x", 64),
	} {
		if ValidName(bad) {
			t.Errorf("%q is accepted", bad)
		}
	}
}
