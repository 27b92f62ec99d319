package report_test

import (
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

func TestTheLatestOfAnEventSentAgainRemains(t *testing.T) {
	events := []report.Event{
		{Name: "Buy", User: "ana", InsertID: "1", At: 5, Processed: 100},
		{Name: "Buy", User: "ana", InsertID: "1", At: 5, Processed: 300}, // the one that remains
		{Name: "Buy", User: "ana", InsertID: "1", At: 5, Processed: 200},
		{Name: "Sell", User: "ana", InsertID: "1", At: 5, Processed: 101}, // other name
		{Name: "Buy", User: "ben", InsertID: "1", At: 5, Processed: 102},  // other user
		{Name: "Buy", User: "ana", InsertID: "1", At: 6, Processed: 103},  // other time
		{Name: "Buy", User: "ana", InsertID: "2", At: 5, Processed: 104},  // other id
		{Name: "Buy", User: "ana", At: 5, Processed: 105},                 // without id
		{Name: "Buy", User: "ana", At: 5, Processed: 106},
		{Name: "Tie", User: "ana", InsertID: "1", At: 5, Processed: 107},
		{Name: "Tie", User: "ana", InsertID: "1", At: 5, Processed: 107},
	}
	day := source(events)(0, 0)
	copies := report.FindCopies(day)
	var left []int64
	for e := range copies.Drop(day) {
		left = append(left, e.Processed)
	}
	if want := []int64{300, 101, 102, 103, 104, 105, 106, 107}; !slices.Equal(left, want) {
		t.Errorf("left are %v, want %v", left, want)
	}
	for range copies.Drop(day) {
		break // a reader may stop
	}
}
