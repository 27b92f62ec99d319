package fetch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestRejectedLinesAreCountedAndKept(t *testing.T) {
	good := fmt.Sprintf(`{"event":"A","properties":{"time":%d}}`+"\n", at(1))
	bad := []string{
		"not json\n",
		fmt.Sprintf(`{"event":"A","properties":{"time":%d,"p":"\ud800"}}`+"\n", at(86400)),
		"\xff" + strings.Repeat("é", 300) + "\n",
	}
	body := good + bad[0] + good + bad[1] + bad[2]
	r := rowsOf(strings.NewReader(body), 3)
	got, err := drain(t, r)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	footer := r.Footer()
	want := []storage.DayCount{
		{Day: "2026-01-01", Received: 4, Rejected: 2, Complete: true}, {Day: "2026-01-02", Received: 1, Rejected: 1},
	}
	if diff := cmp.Diff(want, footer.Days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	n := int64(len(good))
	rejects := []storage.Reject{
		{Day: "2026-01-01", Offset: n, Reason: "not a JSON object", Start: "not json"},
		{Day: "2026-01-02", Offset: 2*n + 9, Reason: "half of a surrogate pair in a string", Start: strings.TrimSpace(bad[1])},
		{Day: "2026-01-01", Offset: 2*n + 9 + int64(len(bad[1])), Reason: "not a JSON object", Start: "\uFFFD" + strings.Repeat("é", 99) + "\uFFFD"},
	}
	if diff := cmp.Diff(rejects, footer.Rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func TestTooManyRejectsFailTheUnitAtItsEnd(t *testing.T) {
	r := rowsOf(strings.NewReader("\nx\ny\nz\n"), 2)
	_, err := drain(t, r)
	rejected, ok := errors.AsType[*mperr.RowsRejected](err)
	if !ok {
		t.Fatalf("%v", err)
	}
	want := mperr.RowsRejected{
		FromDate: "2026-01-01", ToDate: "2026-01-02", Rejected: 3, Allowed: 2, FirstOffset: 1, FirstReason: "not a JSON object",
	}
	if diff := cmp.Diff(want, *rejected); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, again := r.Next(t.Context()); !errors.Is(again, err) {
		t.Errorf("Next after its error = %v", again)
	}
}

func TestAThousandRejectsAreKeptAndAllCounted(t *testing.T) {
	r := rowsOf(strings.NewReader(strings.Repeat("x\n", 2500)), 2500)
	if _, err := drain(t, r); err != nil {
		t.Fatal(err)
	}
	if footer := r.Footer(); len(footer.Rejects) != 1000 || footer.Days[0].Rejected != 2500 {
		t.Errorf("%d kept of %d", len(footer.Rejects), footer.Days[0].Rejected)
	}
}

func TestTheAllowanceIsSharedAndGivenBack(t *testing.T) {
	shared := &allowance{allowed: 3}
	unit := storage.Unit{ID: "u"}
	two := rejects{count: 2, kept: make([]storage.Reject, 2)}
	if err := shared.spend(unit, two); err != nil {
		t.Fatal(err)
	}
	if err := shared.spend(unit, two); mperr.CodeOf(err) != "ROWS_REJECTED" {
		t.Errorf("four of three: %v", err)
	}
	shared.giveBack(2)
	if err := shared.spend(unit, two); err != nil {
		t.Errorf("after two came back: %v", err)
	}
	if err := shared.spend(unit, rejects{}); err != nil {
		t.Errorf("none: %v", err)
	}
}
