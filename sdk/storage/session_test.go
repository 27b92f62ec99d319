package storage_test

import (
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestDaysOfAUnitAreInclusiveAndCrossMonths(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     []string
	}{
		{"2026-01-01", "2026-01-01", []string{"2026-01-01"}},
		{"2024-02-28", "2024-03-01", []string{"2024-02-28", "2024-02-29", "2024-03-01"}},
		{"2025-12-31", "2026-01-01", []string{"2025-12-31", "2026-01-01"}},
	} {
		days, err := storage.Unit{FromDate: test.from, ToDate: test.to}.Days()
		if err != nil || !slices.Equal(days, test.want) {
			t.Errorf("days of %s..%s are %v (%v), want %v", test.from, test.to, days, err, test.want)
		}
	}
}

func TestDaysOfAnImpossibleUnitAreInvalidArguments(t *testing.T) {
	for _, unit := range []storage.Unit{
		{}, {FromDate: "2026-01-01"}, {FromDate: "2026-13-01", ToDate: "2026-01-01"}, {FromDate: "2026-01-02", ToDate: "2026-01-01"},
		{FromDate: "2026-02-29", ToDate: "2026-03-01"},
	} {
		if days, err := unit.Days(); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("days of %+v are %v (%v), want INVALID_ARGUMENT", unit, days, err)
		}
	}
}

func TestTargetIsCheckedInEveryPart(t *testing.T) {
	good := storage.Target{Table: "signups", Kind: storage.Events, Mode: storage.Create}
	if err := good.Check(); err != nil {
		t.Errorf("a good target is refused: %v", err)
	}
	for name, spoil := range map[string]func(*storage.Target){
		"table": func(t *storage.Target) { t.Table = "_own" },
		"kind":  func(t *storage.Target) { t.Kind = "funnels" },
		"mode":  func(t *storage.Target) { t.Mode = "" },

		"append of a result": func(t *storage.Target) { t.Kind, t.Mode = storage.Result, storage.Append },
	} {
		bad := good
		spoil(&bad)
		if err := bad.Check(); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("a target with a bad %s gives %v, want INVALID_ARGUMENT", name, err)
		}
	}
}

func TestOnlyAnAppendOfEventsIsSeenBeforeItsCommit(t *testing.T) {
	for _, kind := range []storage.Kind{storage.Events, storage.Profiles, storage.Result} {
		for _, mode := range []storage.Mode{storage.Create, storage.Append, storage.Replace} {
			want := kind != storage.Events || mode != storage.Append
			if got := (storage.Target{Kind: kind, Mode: mode}).Staged(); got != want {
				t.Errorf("%s of %s staged: %v, want %v", mode, kind, got, want)
			}
		}
	}
}
