package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
)

func TestBreakdownFitsTheScreen(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 59, 123456789, time.FixedZone("EST", -5*3600))
	breakdown, err := result.NewBreakdown(result.BreakdownFields{
		Table: "events", TotalEvents: 43_210_988, TotalUsers: 7_654_321, From: at, To: at.AddDate(0, 0, 300),
		Events: []result.EventStats{
			{EventName: "Subscription Renewal Reminder Dismissed", Count: 43_210_987, UniqueUsers: 7_654_321, FirstSeen: at, LastSeen: at.AddDate(0, 0, 300), PctOfTotal: 99.9999977},
			{EventName: "Login", Count: 1, UniqueUsers: 1, PctOfTotal: 0.0000023},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `EVENT NAME        COUNT     USERS    FIRST SEEN UTC    LAST SEEN UTC     PCT
───────────────── ───────── ──────── ───────────────── ───────────────── ───────
Subscription      43210987  7654321  2026-01-02 08:04  2026-10-29 08:04  100.00
Renewal Reminder
Dismissed
Login             1         1                                            0.00
`
	s := newApp("").atTerminal()
	s.width = 80
	if err := s.answer(t.Context(), breakdown); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, s.stdout.String()); diff != "" {
		t.Error(diff)
	}
}
