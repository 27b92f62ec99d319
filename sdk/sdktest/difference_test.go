package sdktest

import (
	"strings"
	"testing"
)

func TestDifferenceTellsWhereAMegabyteDiffers(t *testing.T) {
	want := on("2026-01-01", 3)
	got := on("2026-01-01", 3)
	want[1].Properties = `{"long":"` + strings.Repeat("x", 1<<20) + `one"}`
	got[1].Properties = `{"long":"` + strings.Repeat("x", 1<<20) + `two"}`
	told := difference(want, got)
	for _, part := range []string{"row 2 of 3", "properties is", `two\"}"`, `one\"}"`, "bytes 1048"} {
		if !strings.Contains(told, part) {
			t.Errorf("difference does not say %s:\n%s", part, told)
		}
	}
	if len(told) > 600 {
		t.Errorf("difference has %d bytes, want a few lines", len(told))
	}
}

func TestDifferenceOfTheSameRowsInAnotherOrderIsNone(t *testing.T) {
	rows := on("2026-01-01", 3)
	if told := difference(rows, []event{rows[2], rows[0], rows[1]}); told != "" {
		t.Errorf("difference is %q, want none", told)
	}
}

func TestDifferenceTellsAMissingRow(t *testing.T) {
	rows := on("2026-01-01", 3)
	if told := difference(rows, rows[:2]); !strings.Contains(told, "there are 2 rows, want 3") {
		t.Errorf("difference is %q, want the numbers", told)
	}
}
