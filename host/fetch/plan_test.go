package fetch

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/sdk/credential"
)

func TestUnitsCoverWhatIsMissingExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := day(rapid.IntRange(365, 25_000).Draw(t, "from"))
		days := rapid.IntRange(1, 400).Draw(t, "days")
		size := rapid.IntRange(1, MaxUnitDays).Draw(t, "size")
		to := from + day(days) - 1
		today := to + day(rapid.IntRange(0, 3).Draw(t, "days after"))
		isDone := map[day]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "done") {
			isDone[from+day(rapid.IntRange(0, days-1).Draw(t, "done day"))] = true
		}
		done := func(d day) bool { return isDone[d] }

		units := plan(span{from, to}, size, today, done)
		asked := map[day]bool{}
		last := from - 1
		for _, unit := range units {
			if unit.from <= last || unit.to < unit.from || unit.to > to || unit.days() > size {
				t.Fatalf("unit %v after day %v, size %d", unit, last, size)
			}
			if unit.to >= today && unit.days() > 1 {
				t.Fatalf("unit %v has the running day %v and others", unit, today)
			}
			for d := unit.from; d <= unit.to; d++ {
				asked[d] = true
			}
			last = unit.to
		}
		for d := from; d <= to; d++ {
			if asked[d] == isDone[d] {
				t.Fatalf("day %v: done %v, asked %v", d, isDone[d], asked[d])
			}
		}
	})
}

func TestARunThatGoesOnFindsTheSameUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := day(rapid.IntRange(365, 25_000).Draw(t, "from"))
		days := span{from, from + day(rapid.IntRange(0, 200).Draw(t, "days"))}
		size := rapid.IntRange(1, 40).Draw(t, "size")
		today := days.to + day(rapid.IntRange(0, 1).Draw(t, "after"))
		all := plan(days, size, today, func(day) bool { return false })
		var missing []span
		isDone := map[day]bool{}
		for _, unit := range all {
			if rapid.Bool().Draw(t, "stored") {
				for d := unit.from; d <= unit.to; d++ {
					isDone[d] = true
				}
				continue
			}
			missing = append(missing, unit)
		}
		again := plan(days, size, today, func(d day) bool { return isDone[d] })
		if diff := cmp.Diff(missing, again, cmp.AllowUnexported(span{})); diff != "" {
			t.Fatalf("units of the second run (-want +got):\n%s", diff)
		}
	})
}

func TestRangesChooseTheirUnits(t *testing.T) {
	for days, want := range map[int]struct{ size, requests int }{
		1: {1, 1}, 2: {1, 2}, 4: {1, 4}, 7: {2, 4}, 14: {4, 4}, 28: {7, 4}, 30: {7, 5}, 90: {7, 13}, 210: {7, 30}, 365: {13, 29},
		900: {30, 30}, 1096: {30, 37}, 1826: {30, 61},
	} {
		size := Request{}.unitDays(days)
		units := plan(span{1000, 1000 + day(days) - 1}, size, 9999, func(day) bool { return false })
		if size != want.size || len(units) != want.requests {
			t.Errorf("%d days: units of %d in %d requests, want %d in %d", days, size, len(units), want.size, want.requests)
		}
	}
	if got := (Request{UnitDays: 100}).unitDays(5000); got != 100 {
		t.Errorf("a size that was asked for became %d", got)
	}
	if got := (Request{UnitDays: 2, Limit: 5}).unitDays(60); got != 60 {
		t.Errorf("a limited request is cut into units of %d days", got)
	}
}

func TestUnitsGrowIntoWhatIsLeftOfTheHour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := span{1000, 1000 + day(rapid.IntRange(0, 2000).Draw(t, "days"))}
		today := days.to + day(rapid.IntRange(0, 1).Draw(t, "after"))
		left := rapid.IntRange(-1, 70).Draw(t, "left")
		isDone := map[day]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "done") {
			isDone[days.from+day(rapid.IntRange(0, days.days()-1).Draw(t, "done day"))] = true
		}
		done := func(d day) bool { return isDone[d] }
		units := Request{}.units(days, today, left, done)
		asked := 0
		for _, unit := range units {
			if asked += unit.days(); unit.days() > longestDays {
				t.Fatalf("a unit of %d days", unit.days())
			}
		}
		if asked != days.days()-len(isDone) {
			t.Fatalf("%d days asked for of %d without %d", asked, days.days(), len(isDone))
		}
		months := plan(days, longestDays, today, done)
		if left >= 0 && len(units) > left && len(units) != len(months) {
			t.Fatalf("%d requests with %d left, and %d if units have a month", len(units), left, len(months))
		}
	})
}

func TestASizeThatWasAskedForDoesNotGrow(t *testing.T) {
	none := func(day) bool { return false }
	for _, request := range []Request{{UnitDays: 2}, {UnitDays: 50}} {
		if got, want := len(request.units(span{1000, 1099}, 9999, 1, none)), 100/request.UnitDays; got != want {
			t.Errorf("units of %d days: %d requests, want %d", request.UnitDays, got, want)
		}
	}
	for left, want := range map[int]int{-1: 30, 60: 30, 30: 30, 29: 27, 12: 12, 7: 7, 6: 7, 0: 7} {
		if got := len(Request{}.units(span{1000, 1209}, 9999, left, none)); got != want {
			t.Errorf("210 days with %d left: %d requests, want %d", left, got, want)
		}
	}
}

func TestALimitedUnitMayHoldTheRunningDay(t *testing.T) {
	request := Request{Limit: 10}
	unit := request.unit(span{100, 110}, 110)
	if isOpen(unit) || unit.ID != "1970-04-11..1970-04-21" || unit.Filter != `{"limit":10}` {
		t.Errorf("%+v", unit)
	}
	if unit := (Request{}).unit(span{110, 110}, 110); !isOpen(unit) {
		t.Errorf("the running day's unit is %q", unit.ID)
	}
}

// zones have clock changes of an hour and of half an hour, at midnight and at night, north and south, and none.
var zones = []string{
	"UTC", "Europe/Lisbon", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata",
	"Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca", "Asia/Beirut", "America/Santiago",
}

func TestTodayIsTheProjectsDayWhereItsDaysAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1_000_000_000, 1_900_000_000).Draw(t, "now"), 0)
		for exportTime, location := range map[credential.ExportTime]*time.Location{credential.ExportProject: zone, credential.ExportUTC: time.UTC} {
			config := Config{ExportTime: exportTime, Location: zone, Now: func() time.Time { return now }}
			if got, want := config.today().String(), now.In(location).Format(time.DateOnly); got != want {
				t.Fatalf("today at %s in %s by %s is %s, want %s", now.UTC(), zone, exportTime, got, want)
			}
		}
	})
}
