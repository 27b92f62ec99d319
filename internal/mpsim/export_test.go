package mpsim_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestExportGivesTheTruth(t *testing.T) {
	s := start(t, 5000)
	for _, r := range [][2]string{{"2026-01-01", "2026-01-31"}, {"2026-01-15", "2026-01-15"}, {"2025-12-01", "2026-02-01"}} {
		a := s.get(export(r[0], r[1]))
		if a.status != 200 || a.err != nil || a.header.Get("Content-Type") != "text/plain" {
			t.Fatalf("%v: status %d, %v, %v", r, a.status, a.err, a.header)
		}
		if want := s.truth(r[0], r[1]); len(want) == 0 || !bytes.Equal(a.body, want) {
			t.Errorf("%v: %d bytes differ from the %d of the truth", r, len(a.body), len(want))
		}
	}
}

func TestRowsCountTheTruth(t *testing.T) {
	s := start(t, 5000)
	rows, err := s.Rows(projectID, first-1, first+31)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, r := range rows {
		lines := bytes.Count(s.truth(r.Day.String(), r.Day.String()), []byte("\n"))
		if lines != r.Rows {
			t.Errorf("%v: %d rows, but %d lines", r.Day, r.Rows, lines)
		}
		sum += r.Rows
	}
	if len(rows) != 33 || sum != 5000 {
		t.Errorf("%d rows in %d days, want 5000 in 33", sum, len(rows))
	}
	if _, err := s.Rows(1, first, first); err == nil {
		t.Error("Rows of an unknown project gives no error")
	}
	if _, err := s.Truth(1, first, first); err == nil {
		t.Error("Truth of an unknown project gives no error")
	}
}

func TestExportOfEmptyDaysIsEmpty(t *testing.T) {
	s := start(t, 5000)
	a := s.get(export("2025-01-01", "2025-12-31"), "Accept-Encoding", "gzip")
	if a.status != 200 || len(a.body) != 0 || a.err != nil {
		t.Errorf("status %d, body %q, %v; want 200 and nothing", a.status, a.body, a.err)
	}
	if r := s.Requests(); len(r) != 1 || r[0].Status != 200 || r[0].Bytes != 0 {
		t.Errorf("it is remembered as %+v", r)
	}
}

func TestExportCompressesWhatIsLongEnough(t *testing.T) {
	s := start(t, 5000)
	tests := []struct {
		name, encoding string
		limit          string
		zipped         bool
	}{
		{"long", "gzip", "100", true},
		{"long, not asked for", "", "100", false},
		{"long, refused", "gzip;q=0, identity", "100", false},
		{"long, among others", "br, gzip;q=0.5", "100", true},
		{"short", "gzip", "1", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := s.get(export("2026-01-01", "2026-01-31", "limit", tt.limit), "Accept-Encoding", tt.encoding)
			body := a.body
			if zipped := a.header.Get("Content-Encoding") == "gzip"; zipped != tt.zipped {
				t.Fatalf("compressed: %v, want %v", zipped, tt.zipped)
			}
			if tt.zipped {
				body = gunzip(t, a.body)
			}
			if !bytes.HasPrefix(s.truth("2026-01-01", "2026-01-31"), body) || len(body) == 0 {
				t.Errorf("%d bytes are not the beginning of the truth", len(body))
			}
		})
	}
}

func TestExportKeepsTheLimit(t *testing.T) {
	s := start(t, 5000)
	for limit, want := range map[string]int{"1": 1, "2500": 2500, "100000": 5000} {
		a := s.get(export("2026-01-01", "2026-01-31", "limit", limit))
		if got := bytes.Count(a.body, []byte("\n")); got != want {
			t.Errorf("limit %s gives %d rows, want %d", limit, got, want)
		}
	}
}

func TestExportFilters(t *testing.T) {
	s := start(t, 1500)
	tests := []struct {
		name, parameter, value string
		keep                   func(mpsim.Event) bool
	}{
		{"two names", "event", `["Order Placed","Demo/Trial Requested"]`, func(e mpsim.Event) bool {
			return e.Name == "Order Placed" || e.Name == "Demo/Trial Requested"
		}},
		{"name beyond ASCII", "event", `["Gutschein eingel\u00f6st"]`, func(e mpsim.Event) bool { return e.Name == "Gutschein eingelöst" }},
		{"unknown name", "event", `["page view"]`, func(mpsim.Event) bool { return false }},
		{"no name", "event", `[]`, func(mpsim.Event) bool { return false }},
		{"property", "where", `properties["mp_lib"] == "web"`, func(e mpsim.Event) bool {
			return bytes.Contains(e.Line, []byte(`"mp_lib":"web"`))
		}},
		{"event time", "where", `event["$time"] >= datetime("2026-01-10T12:00:00")`, func(e mpsim.Event) bool {
			return e.Stamp >= 1768046400000
		}},
		{"property time", "where", `properties["$time"] < 1768046400 and properties["$event_name"] == "Search"`, func(e mpsim.Event) bool {
			return e.Stamp < 1768046400000 && e.Name == "Search"
		}},
		{"processing time", "where", `number(properties["mp_processing_time_ms"]) >= 1768046400000`, func(e mpsim.Event) bool {
			return e.Processed >= 1768046400000
		}},
		{"other objects", "where", `defined(user["mp_lib"]) or defined(event["mp_lib"])`, func(mpsim.Event) bool { return false }},
		{"distinct id", "where", `defined(properties["$distinct_id"])`, func(e mpsim.Event) bool { return e.DistinctID != "" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var want []byte
			for e := range s.events("2026-01-01", "2026-01-31") {
				if tt.keep(e) {
					want = append(append(want, e.Line...), '\n')
				}
			}
			a := s.get(export("2026-01-01", "2026-01-31", tt.parameter, tt.value))
			if a.status != 200 || !bytes.Equal(a.body, want) {
				t.Errorf("status %d, %d bytes, want %d", a.status, len(a.body), len(want))
			}
		})
	}
}

func TestExportGivesMillisecondsWhenAsked(t *testing.T) {
	s := start(t, 500)
	var want []byte
	for e := range s.events("2026-01-01", "2026-01-31") {
		want = append(e.AppendMillis(want), '\n')
	}
	for _, yes := range []string{"true", "1", "True"} {
		if a := s.get(export("2026-01-01", "2026-01-31", "time_in_ms", yes)); !bytes.Equal(a.body, want) {
			t.Errorf("time_in_ms=%s: %d bytes, want %d", yes, len(a.body), len(want))
		}
	}
	if a := s.get(export("2026-01-01", "2026-01-31", "time_in_ms", "false")); !bytes.Equal(a.body, s.truth("2026-01-01", "2026-01-31")) {
		t.Error("time_in_ms=false does not give seconds")
	}
}

func TestExportTakesAForm(t *testing.T) {
	s := start(t, 500)
	r := s.request(http.MethodPost, "/api/2.0/export?project_id=424242", "Content-Type", "application/x-www-form-urlencoded")
	r.Body = io.NopCloser(strings.NewReader(url.Values{"from_date": {"2026-01-01"}, "to_date": {"2026-01-31"}}.Encode()))
	if a := s.do(r); a.status != 200 || !bytes.Equal(a.body, s.truth("2026-01-01", "2026-01-31")) {
		t.Errorf("status %d, %d bytes", a.status, len(a.body))
	}
}

func TestExportRefusesBadParameters(t *testing.T) {
	s := start(t, 5000)
	tests := []struct{ name, path, message string }{
		{"no dates", path("/api/2.0/export"), "from_date is a required parameter"},
		{"no to_date", path("/api/2.0/export", "from_date", "2026-01-01"), "to_date is a required parameter"},
		{"bad from_date", export("01.01.2026", "2026-01-02"), "from_date"},
		{"bad to_date", export("2026-01-01", "2026-02-30"), "to_date"},
		{"backwards", export("2026-01-02", "2026-01-01"), "from_date cannot be later than to_date"},
		{"tomorrow", export("2026-01-01", "2026-02-02"), "to_date cannot be later than today"},
		{"limit of none", export("2026-01-01", "2026-01-01", "limit", "0"), "limit must be between 1 and 100000"},
		{"limit too large", export("2026-01-01", "2026-01-01", "limit", "100001"), "limit must be between 1 and 100000"},
		{"limit no number", export("2026-01-01", "2026-01-01", "limit", "many"), "not a whole number"},
		{"event no array", export("2026-01-01", "2026-01-01", "event", "Signup"), "JSON array"},
		{"event null", export("2026-01-01", "2026-01-01", "event", "null"), "JSON array"},
		{"event of numbers", export("2026-01-01", "2026-01-01", "event", "[1]"), "JSON array"},
		{"time_in_ms", export("2026-01-01", "2026-01-01", "time_in_ms", "yes"), "true or false"},
		{"where syntax", export("2026-01-01", "2026-01-01", "where", `properties["a"`), "offset 14"},
		{"where operand", export("2026-01-01", "2026-01-01", "where", `1 and true`), `operand of "and"`},
		{"query string", "/api/2.0/export?project_id=424242&from_date=%zz", "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := s.get(tt.path)
			if a.status != 400 || !strings.Contains(a.message(t), tt.message) {
				t.Errorf("%d %s, want 400 with %q", a.status, a.body, tt.message)
			}
		})
	}
}

func TestExpressionThatErrsHalfWayTerminatesEarly(t *testing.T) {
	s := start(t, 50_000, func(c *mpsim.Config) { c.Projects[0].Shares = &mpsim.Shares{CaseTwin: 0.0005} })
	// "Plan" is a string where it is there at all, first after some thousand rows.
	a := s.get(export("2026-01-01", "2026-01-31", "where", `properties["Plan"] or true`))
	if a.status != 200 || a.err != nil || !bytes.HasSuffix(a.body, []byte("}}\nterminated early\n")) {
		t.Errorf("status %d, %v, ends in %q", a.status, a.err, a.body[max(0, len(a.body)-50):])
	}
}

func TestTodayIsTheProjectsOwn(t *testing.T) {
	tests := []struct {
		zone       string
		exportTime mpsim.ExportTime
		today      string // at 2026-02-01T12:00Z
	}{
		{"Pacific/Kiritimati", mpsim.ExportUTC, "2026-02-01"},
		{"Pacific/Kiritimati", mpsim.ExportProject, "2026-02-02"},
		{"Pacific/Pago_Pago", mpsim.ExportUTC, "2026-02-01"},
		{"Pacific/Pago_Pago", mpsim.ExportProject, "2026-02-01"},
		{"Etc/GMT+12", mpsim.ExportProject, "2026-02-01"},
	}
	for _, tt := range tests {
		t.Run(tt.zone+" "+string(tt.exportTime), func(t *testing.T) {
			s := start(t, 0, func(c *mpsim.Config) {
				c.Projects[0].Timezone, c.Projects[0].ExportTime = tt.zone, tt.exportTime
			})
			if a := s.get(export(tt.today, tt.today)); a.status != 200 {
				t.Errorf("today %s: %d %s", tt.today, a.status, a.body)
			}
			tomorrow := (day(t, tt.today) + 1).String()
			if a := s.get(export(tt.today, tomorrow)); a.status != 400 {
				t.Errorf("tomorrow %s: %d %s", tomorrow, a.status, a.body)
			}
		})
	}
}

func TestDaysAreCutInTheZoneOfTheExport(t *testing.T) {
	tests := []struct {
		exportTime mpsim.ExportTime
		day        string
		begins     int64   // epoch seconds, true time
		hours      float64 // length of the day
		shift      int64   // seconds by which the first stamp differs from true time
	}{
		{mpsim.ExportUTC, "2025-11-02", 1762041600, 24, 0},
		{mpsim.ExportProject, "2025-11-02", 1762056000, 25, -4 * 3600},
		{mpsim.ExportProject, "2025-03-09", 1741496400, 23, -5 * 3600},
	}
	for _, tt := range tests {
		t.Run(tt.day+" "+string(tt.exportTime), func(t *testing.T) {
			s := start(t, 3000, func(c *mpsim.Config) {
				c.Projects[0].Timezone, c.Projects[0].ExportTime = "America/New_York", tt.exportTime
				c.Projects[0].First, c.Projects[0].Days = day(t, tt.day)-1, 3
			})
			begins, ends := tt.begins*1000, tt.begins*1000+int64(tt.hours*3600*1000)
			n := 0
			for e := range s.events(tt.day, tt.day) {
				n++
				at := e.Time.UnixMilli()
				if at < begins || at >= ends {
					t.Fatalf("event at %v is outside the day", e.Time)
				}
				if at < begins+3600*1000 && e.Stamp != at+tt.shift*1000 {
					t.Fatalf("event at %d is stamped %d, want %d seconds apart", at, e.Stamp, tt.shift)
				}
			}
			if a := s.get(export(tt.day, tt.day)); n < 500 || bytes.Count(a.body, []byte("\n")) != n {
				t.Errorf("%d events in the truth, export has %d lines", n, bytes.Count(a.body, []byte("\n")))
			}
		})
	}
}
