package shop_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// record is an event as read from its line, by encoding/json.
type record struct {
	Event      string         `json:"event"`
	Properties map[string]any `json:"properties"`
}

func read(t *testing.T, line []byte) record {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var r record
	if err := decoder.Decode(&r); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	return r
}

// text returns a property as its digits or characters, "" if it is absent.
func (r record) text(name string) string {
	if value, ok := r.Properties[name]; ok {
		return fmt.Sprint(value)
	}
	return ""
}

func TestLinesSayWhatTheEventSays(t *testing.T) {
	for _, local := range []bool{false, true} {
		s := open(t, shop.Config{Zone: location(t, "Asia/Kolkata"), LocalTime: local, First: newYear, Days: 2, Events: 1500, Shares: many})
		kinds := map[string]bool{}
		for e := range s.Events(newYear, newYear+1) {
			if bytes.IndexByte(e.Line, '\n') >= 0 || !utf8.Valid(e.Line) {
				t.Fatalf("not one line of UTF-8: %q", e.Line)
			}
			r := read(t, e.Line)
			got := []string{r.Event, r.text("time"), r.text("distinct_id"), r.text("$insert_id"), r.text("mp_processing_time_ms")}
			want := []string{e.Name, strconv.FormatInt(e.Stamp/1000, 10), e.DistinctID, e.InsertID, strconv.FormatInt(e.Processed, 10)}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("line says %q, event says %q", got, want)
			}
			if n := len(r.Properties); n < 15 || n > 40 {
				t.Fatalf("%d properties in %s", n, e.Line)
			}
			if e.Processed <= e.Time.UnixMilli() {
				t.Fatalf("processed at %d, before it happened: %s", e.Processed, e.Line)
			}
			for _, value := range r.Properties {
				kinds[fmt.Sprintf("%T", value)] = true
			}
			ms := read(t, e.AppendMillis(nil))
			if got := ms.text("time"); got != strconv.FormatInt(e.Stamp, 10) {
				t.Fatalf("time in milliseconds is %s, want %d", got, e.Stamp)
			}
		}
		if len(kinds) != 6 {
			t.Errorf("types of values: %v, want all six of JSON", kinds)
		}
	}
}

func TestEventsLieWithinTheirDay(t *testing.T) {
	tests := []struct {
		zone  string
		day   calendar.Day
		local bool
		hours float64
	}{
		{"America/New_York", newYear, false, 24},
		{"America/New_York", calendar.Date(2026, time.March, 8), true, 23},
		{"America/New_York", calendar.Date(2026, time.November, 1), true, 25},
		{"America/New_York", calendar.Date(2026, time.November, 1), false, 24},
		{"Australia/Lord_Howe", calendar.Date(2026, time.April, 5), true, 24.5},
		{"Asia/Kolkata", newYear, true, 24},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.zone, tt.day, tt.local), func(t *testing.T) {
			zone := location(t, tt.zone)
			s := open(t, shop.Config{Zone: zone, LocalTime: tt.local, First: tt.day, Days: 1, Events: 6000})
			bounds := time.UTC
			if tt.local {
				bounds = zone
			}
			start, end := tt.day.Start(bounds), (tt.day + 1).Start(bounds)
			if got := end.Sub(start).Hours(); got != tt.hours {
				t.Fatalf("the day has %v hours, want %v", got, tt.hours)
			}
			used := map[time.Duration]bool{}
			for e := range s.Events(tt.day, tt.day) {
				if e.Time.Before(start) || !e.Time.Before(end) {
					t.Fatalf("event at %v is not between %v and %v", e.Time, start, end)
				}
				if got, want := e.Stamp, stamp(e.Time, zone, tt.local); got != want {
					t.Fatalf("event at %v is stamped %d, want %d", e.Time, got, want)
				}
				used[e.Time.Sub(start)/time.Hour] = true
			}
			if want := int(tt.hours + 0.5); len(used) != want {
				t.Errorf("events in %d hours of the day, want %d", len(used), want)
			}
		})
	}
}

// stamp is §5.3 of the facts: the true epoch, or the wall clock read as UTC.
func stamp(at time.Time, zone *time.Location, local bool) int64 {
	if !local {
		return at.UnixMilli()
	}
	wall := at.In(zone).Format("2006-01-02T15:04:05.000")
	t, err := time.Parse("2006-01-02T15:04:05.000", wall)
	if err != nil {
		panic(err)
	}
	return t.UnixMilli()
}
