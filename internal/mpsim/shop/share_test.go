package shop_test

import (
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// many has a tenth of everything unusual.
var many = shop.Shares{
	Duplicate: .1, MissingInsertID: .1, ReusedInsertID: .1, MissingDistinctID: .1, NumericDistinctID: .1,
	BigInteger: .1, FloatForm: .1, CaseTwin: .1, Late: .1,
}

const rows = 2000

// oddities counts the unusual events of a shop, by reading their lines.
func oddities(t *testing.T, shares shop.Shares) map[string]int {
	t.Helper()
	s := open(t, shop.Config{First: newYear, Days: 2, Events: rows, Shares: shares})
	counts := map[string]int{}
	first := map[[4]string]int64{}
	insertIDs := map[string]bool{}
	for e := range s.Events(newYear, newYear+1) {
		r := read(t, e.Line)
		count := func(what string, is bool) {
			if is {
				counts[what]++
			}
		}
		key := [4]string{r.Event, r.text("distinct_id"), r.text("time"), r.text("$insert_id")}
		processed, known := first[key]
		if known != e.Duplicate {
			t.Fatalf("key %q came before: %v; Duplicate: %v", key, known, e.Duplicate)
		}
		if known && e.Processed <= processed {
			t.Fatalf("duplicate of %q is processed at %d, not after %d", key, e.Processed, processed)
		}
		first[key] = e.Processed
		count("duplicate", known)
		count("insert id missing", e.InsertID == "")
		count("insert id reused", !known && e.InsertID != "" && insertIDs[e.InsertID])
		insertIDs[e.InsertID] = true
		count("distinct id missing", e.DistinctID == "")
		count("distinct id numeric", strings.Contains(string(e.Line), `"distinct_id":`+e.DistinctID+`,`))
		count("big integer", len(r.text("trace_id")) >= len("9007199254740993"))
		count("float form", strings.HasSuffix(r.text("step"), ".0"))
		count("case twin", r.text("Plan") != "" && r.text("plan") != "")
		count("late", e.Processed-e.Time.UnixMilli() >= (2*time.Minute).Milliseconds() && !e.Duplicate)
	}
	return counts
}

func TestSharesOfZeroGiveNothingUnusual(t *testing.T) {
	if counts := oddities(t, shop.Shares{}); len(counts) > 0 {
		t.Errorf("unusual events: %v, want none", counts)
	}
}

func TestSharesAreKept(t *testing.T) {
	counts := oddities(t, many)
	for _, what := range []string{
		"duplicate", "insert id missing", "insert id reused", "distinct id missing", "distinct id numeric",
		"big integer", "float form", "case twin", "late",
	} {
		// A tenth, give or take: some oddities exclude one another, and
		// two steps of one name cannot share an id.
		if counts[what] < rows*3/100 || counts[what] > rows*13/100 {
			t.Errorf("%s: %d of %d events, want about a tenth", what, counts[what], rows)
		}
	}
}

func TestDefaultSharesAreSmall(t *testing.T) {
	for what, count := range oddities(t, shop.DefaultShares()) {
		if count > rows*4/100 {
			t.Errorf("%s: %d of %d events by default", what, count, rows)
		}
	}
}

func TestADayOfDuplicatesAloneStillAddsUp(t *testing.T) {
	s := open(t, shop.Config{First: newYear, Days: 1, Events: 1001, Shares: shop.Shares{Duplicate: 1}})
	came, duplicates := 0, 0
	for e := range s.Events(newYear, newYear) {
		if came++; e.Duplicate {
			duplicates++
		}
	}
	if came != 1001 || duplicates != 500 {
		t.Errorf("%d rows with %d duplicates, want 1001 with 500", came, duplicates)
	}
}
