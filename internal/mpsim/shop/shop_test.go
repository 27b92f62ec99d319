package shop_test

import (
	"bytes"
	"math"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

var newYear = calendar.Date(2026, time.January, 1)

func TestEventsAddUpToTheTotal(t *testing.T) {
	for _, total := range []int{0, 1, 7, 29, 1000, 12_345} {
		s := open(t, shop.Config{First: newYear, Days: 30, Events: total, Shares: shop.DefaultShares()})
		sum := 0
		for day := newYear - 1; day <= newYear+30; day++ {
			rows := 0
			for e := range s.Events(day, day) {
				if rows++; e.Day != day {
					t.Fatalf("event of %v among those of %v", e.Day, day)
				}
			}
			if rows != s.Rows(day) {
				t.Errorf("%d events: Rows(%v) = %d, but %d came", total, day, s.Rows(day), rows)
			}
			sum += rows
		}
		if sum != total {
			t.Errorf("%d events were asked for, %d came", total, sum)
		}
	}
}

func TestADayIsTheSameInEveryRange(t *testing.T) {
	config := shop.Config{Seed: 7, First: newYear, Days: 10, Events: 5000, Shares: shop.DefaultShares()}
	s := open(t, config)
	alone := lines(s, newYear+4, newYear+4)
	if len(alone) == 0 {
		t.Fatal("the day is empty")
	}
	for _, r := range [][2]calendar.Day{{newYear, newYear + 9}, {newYear + 3, newYear + 5}, {newYear - 100, newYear + 100}} {
		if !bytes.Contains(lines(s, r[0], r[1]), alone) {
			t.Errorf("the day %v differs within %v to %v", newYear+4, r[0], r[1])
		}
	}
	if again := lines(open(t, config), newYear+4, newYear+4); !bytes.Equal(alone, again) {
		t.Error("a second shop of the same seed has other lines")
	}
	config.Seed = 8
	if other := lines(open(t, config), newYear+4, newYear+4); bytes.Equal(alone, other) {
		t.Error("a shop of another seed has the same lines")
	}
}

func TestEventsStopWhenTheCallerStops(t *testing.T) {
	s := open(t, shop.Config{First: newYear, Days: 3, Events: math.MaxInt32})
	n := 0
	for range s.Events(newYear, newYear+2) {
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d events came, want 10", n)
	}
}

func TestEventsAreNotInOrderOfTime(t *testing.T) {
	s := open(t, shop.Config{First: newYear, Days: 1, Events: 1000})
	var last int64
	backwards := 0
	for e := range s.Events(newYear, newYear) {
		if e.Stamp < last {
			backwards++
		}
		last = e.Stamp
	}
	if backwards < 50 {
		t.Errorf("time goes back %d times in 1000 rows, want many", backwards)
	}
}

func TestBusyDaysAndHoursHaveMoreEvents(t *testing.T) {
	zone := location(t, "America/New_York")
	s := open(t, shop.Config{Zone: zone, First: newYear, Days: 28, Events: 20_000})
	var byHour [24]int
	var byWeekday [7]int
	for e := range s.Events(newYear, newYear+27) {
		byHour[e.Time.In(zone).Hour()]++
		byWeekday[e.Day.Weekday()]++
	}
	if byHour[3]*5 > byHour[20] {
		t.Errorf("%d events at 3, %d at 20 o'clock in the customers' zone, want far fewer at night", byHour[3], byHour[20])
	}
	if byWeekday[time.Sunday]*5 > byWeekday[time.Wednesday]*4 {
		t.Errorf("%d events on Sundays, %d on Wednesdays, want fewer on Sundays", byWeekday[time.Sunday], byWeekday[time.Wednesday])
	}
}

func TestEveryNameOccursAndNoOther(t *testing.T) {
	s := open(t, shop.Config{First: newYear, Days: 5, Events: 30_000, Shares: shop.DefaultShares()})
	seen := map[string]int{}
	for e := range s.Events(newYear, newYear+4) {
		seen[e.Name]++
	}
	for _, name := range shop.Names() {
		if seen[name] == 0 {
			t.Errorf("%q does not occur", name)
		}
		delete(seen, name)
	}
	if len(seen) > 0 {
		t.Errorf("names %v are not in Names", seen)
	}
	if got := shop.Names()[0]; got != "Page View" {
		t.Errorf("the most common name is %q, want Page View", got)
	}
}

func TestNewRefusesWhatMakesNoSense(t *testing.T) {
	for name, config := range map[string]shop.Config{
		"no zone":         {Zone: nil, First: newYear},
		"negative days":   {Zone: time.UTC, First: newYear, Days: -1},
		"negative events": {Zone: time.UTC, First: newYear, Days: 1, Events: -1},
		"before 1971":     {Zone: time.UTC, First: calendar.Date(1970, 12, 31), Days: 1},
		"beyond 9999":     {Zone: time.UTC, First: calendar.Date(9999, 12, 31), Days: 2},
		"share above one": {Zone: time.UTC, First: newYear, Shares: shop.Shares{Late: 1.5}},
		"share below one": {Zone: time.UTC, First: newYear, Shares: shop.Shares{Duplicate: -0.1}},
		"share of NaN":    {Zone: time.UTC, First: newYear, Shares: shop.Shares{CaseTwin: math.NaN()}},
	} {
		if _, err := shop.New(config); err == nil {
			t.Errorf("%s: New gives no error", name)
		}
	}
}

func BenchmarkEvents(b *testing.B) {
	s := open(b, shop.Config{First: newYear, Days: 1, Events: math.MaxInt32, Shares: shop.DefaultShares()})
	size, n := 0, 0
	b.ReportAllocs()
	for e := range s.Events(newYear, newYear) {
		size += len(e.Line) + 1
		if n++; n >= b.N {
			break
		}
	}
	b.SetBytes(int64(size / n))
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}

// open opens a shop, in UTC where the config names no zone.
func open(t testing.TB, c shop.Config) *shop.Shop {
	t.Helper()
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	s, err := shop.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lines(s *shop.Shop, from, to calendar.Day) []byte {
	var all []byte
	for e := range s.Events(from, to) {
		all = append(append(all, e.Line...), '\n')
	}
	return all
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
