package mpsim_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func (s *simulation) inject(f mpsim.Fault) {
	s.t.Helper()
	if err := s.Inject(f); err != nil {
		s.t.Fatal(err)
	}
}

// statuses makes requests one after another and returns what they got.
func (s *simulation) statuses(paths ...string) []int {
	s.t.Helper()
	var statuses []int
	for _, path := range paths {
		statuses = append(statuses, s.get(path).status)
	}
	return statuses
}

func TestFaultsMeetTheChosenRequests(t *testing.T) {
	other := export("2026-01-02", "2026-01-02")
	tests := []struct {
		name  string
		fault mpsim.Fault
		paths []string
		want  []int
	}{
		{"the next one by default", mpsim.Fault{}, []string{anExport, anExport}, []int{503, 200}},
		{"second and third", mpsim.Fault{Skip: 1, Times: 2}, []string{aQuery, aQuery, aQuery, aQuery}, []int{200, 503, 503, 200}},
		{"all", mpsim.Fault{Times: -1}, []string{aQuery, anExport, "/api/app/me", "/nowhere"}, []int{503, 503, 503, 503}},
		{"by path", mpsim.Fault{Path: "/api/2.0/export", Times: -1}, []string{aQuery, anExport}, []int{200, 503}},
		{"by parameter", mpsim.Fault{Query: "from_date=2026-01-02", Times: -1}, []string{anExport, other, aQuery}, []int{200, 503, 200}},
		{"by parameters", mpsim.Fault{Query: "from_date=2026-01-02&limit=1", Times: -1}, []string{other, other + "&limit=1"}, []int{200, 503}},
		{"control never", mpsim.Fault{Times: -1}, []string{"/_sim/requests"}, []int{200}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, 0)
			tt.fault.Effect = mpsim.Status{Code: 503}
			s.inject(tt.fault)
			if got := s.statuses(tt.paths...); !slices.Equal(got, tt.want) {
				t.Errorf("statuses %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFaultsCountOnTheirOwn(t *testing.T) {
	s := start(t, 0)
	s.inject(mpsim.Fault{Effect: mpsim.Status{Code: 500}})
	s.inject(mpsim.Fault{Skip: 1, Effect: mpsim.Status{Code: 502}})
	s.inject(mpsim.Fault{Times: 3, Effect: mpsim.Status{Code: 503}})
	if got, want := s.statuses(aQuery, aQuery, aQuery, aQuery), []int{500, 502, 503, 200}; !slices.Equal(got, want) {
		t.Errorf("statuses %v, want %v", got, want)
	}
	s.inject(mpsim.Fault{Times: -1, Effect: mpsim.Status{Code: 500}})
	s.ClearFaults()
	if got := s.get(aQuery).status; got != 200 {
		t.Errorf("status %d after ClearFaults", got)
	}
}

func TestFaultsMeetConcurrentRequestsExactlyAsOften(t *testing.T) {
	s := start(t, 0)
	s.inject(mpsim.Fault{Skip: 3, Times: 7, Effect: mpsim.Status{Code: 503}})
	var group sync.WaitGroup
	for range 30 {
		group.Go(func() {
			if response, err := plain.Do(s.request(http.MethodGet, aQuery)); err == nil {
				response.Body.Close()
			}
		})
	}
	group.Wait()
	refused := 0
	for _, r := range s.Requests() {
		if r.Status == 503 {
			refused++
		}
	}
	if n := len(s.Requests()); n != 30 || refused != 7 {
		t.Errorf("%d of %d requests refused, want 7 of 30", refused, n)
	}
}

func TestInjectRefusesFaultsThatMakeNoSense(t *testing.T) {
	s := start(t, 0)
	for name, f := range map[string]mpsim.Fault{
		"no effect":       {},
		"negative skip":   {Skip: -1, Effect: mpsim.ErrorObject{}},
		"broken query":    {Query: "%zz", Effect: mpsim.ErrorObject{}},
		"no status":       {Effect: mpsim.Status{}},
		"negative cut":    {Effect: mpsim.Cut{After: -1}},
		"unknown cut":     {Effect: mpsim.Cut{How: "gently"}},
		"two cuts":        {Effect: mpsim.Cut{After: 1, BeforeEnd: 1}},
		"unknown length":  {Effect: mpsim.Cut{BeforeEnd: 1, How: mpsim.CutLength}},
		"negative end":    {Effect: mpsim.Cut{BeforeEnd: -1}},
		"no pieces":       {Effect: mpsim.Pieces{}},
		"empty members":   {Effect: mpsim.Members{}},
		"fewer than none": {Effect: mpsim.Members{Bytes: 1, Keep: -1}},
		"future days":     {Effect: mpsim.OldDays{Days: -1}},
		"negative pace":   {Effect: mpsim.Slow{BytesPerSecond: -1}},
		"negative stall":  {Effect: mpsim.Stall{After: -1}},
		"line zero":       {Effect: mpsim.Malformed{}},
		"negative lines":  {Effect: mpsim.TerminatedEarly{After: -1}},
	} {
		if err := s.Inject(f); err == nil {
			t.Errorf("%s: Inject gives no error", name)
		}
	}
}

func TestStatusAnswersAsTold(t *testing.T) {
	tests := []struct {
		name   string
		effect mpsim.Status
		retry  string
		body   string
	}{
		{"seconds", mpsim.Status{Code: 429, RetryAfter: 7}, "7", `{"request":"/api/2.0/export?x=1&y=2","error":"Too Many Requests"}` + "\n"},
		{"date", mpsim.Status{Code: 429, RetryAfter: 7, RetryAsDate: true}, "Sun, 01 Feb 2026 12:00:07 GMT", ""},
		{"body", mpsim.Status{Code: 502, Body: "<html>bad gateway</html>"}, "", "<html>bad gateway</html>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, 0)
			s.inject(mpsim.Fault{Effect: tt.effect})
			a := s.get("/api/2.0/export?x=1&y=2")
			if a.status != tt.effect.Code || a.header.Get("Retry-After") != tt.retry {
				t.Errorf("%d %v", a.status, a.header)
			}
			if tt.body != "" && string(a.body) != tt.body {
				t.Errorf("body %q, want %q", a.body, tt.body)
			}
		})
	}
	s := start(t, 0)
	s.inject(mpsim.Fault{Effect: mpsim.Status{Code: 403}})
	if a := s.get("/api/app/me"); string(a.body) != `{"status":"error","error":"Forbidden"}`+"\n" {
		t.Errorf("app API: %s", a.body)
	}
}

func TestErrorObjectComesWithStatus200(t *testing.T) {
	s := start(t, 100)
	s.inject(mpsim.Fault{Effect: mpsim.ErrorObject{Message: "Timeout Error."}})
	if a := s.get(anExport); a.status != 200 || a.message(t) != "Timeout Error." {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestCutEndsTheBodyAtTheByte(t *testing.T) {
	s := start(t, 300)
	whole := s.get(export("2026-01-01", "2026-01-31"), "Accept-Encoding", "gzip").body
	for _, how := range []mpsim.CutHow{
		"", mpsim.CutDrop, mpsim.CutHead, mpsim.CutBetween, mpsim.CutLength, mpsim.CutReset, mpsim.CutClean,
	} {
		for _, after := range []int{0, 1, 1399, len(whole) / 2, len(whole) - 1, len(whole), len(whole) + 1000} {
			t.Run(fmt.Sprint(how, after), func(t *testing.T) {
				s.inject(mpsim.Fault{Effect: mpsim.Cut{After: int64(after), How: how}})
				response, err := plain.Do(s.request(http.MethodGet, export("2026-01-01", "2026-01-31"), "Accept-Encoding", "gzip"))
				if how == mpsim.CutReset && err != nil {
					return // the reset overtook the header
				}
				if err != nil {
					t.Fatal(err)
				}
				defer response.Body.Close()
				body, err := io.ReadAll(response.Body)
				if !bytes.HasPrefix(whole, body) || how != mpsim.CutReset && len(body) != min(after, len(whole)) {
					t.Errorf("%d bytes came", len(body))
				}
				if (err == nil) != (how == mpsim.CutClean) {
					t.Errorf("reading ends with %v", err)
				}
				if after < len(whole) && readable(body) {
					t.Error("the compressed body is whole")
				}
			})
		}
	}
}

func readable(zipped []byte) bool {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, r)
	return err == nil
}

func TestSlowPacesTheBody(t *testing.T) {
	s := start(t, 2000)
	want := s.truth("2026-01-01", "2026-01-01")
	s.inject(mpsim.Fault{Effect: mpsim.Slow{FirstByte: mpsim.Pause(5 * time.Second), BytesPerSecond: 1000}})
	a := s.get(anExport)
	if !bytes.Equal(a.body, want) || a.err != nil {
		t.Errorf("%d bytes, %v; want %d", len(a.body), a.err, len(want))
	}
	if least := 5*time.Second + time.Duration(len(want))*time.Millisecond; s.clock.slept < least-time.Millisecond || s.clock.slept > least+time.Second {
		t.Errorf("took %v, want %v", s.clock.slept, least)
	}
}

func TestStallGoesOnWhenToldTo(t *testing.T) {
	s := start(t, 2000)
	s.inject(mpsim.Fault{Effect: mpsim.Stall{After: 100, For: mpsim.Pause(time.Hour)}})
	a := s.get(anExport)
	if !bytes.Equal(a.body, s.truth("2026-01-01", "2026-01-01")) || a.err != nil || s.clock.slept != time.Hour {
		t.Errorf("%d bytes, %v, after %v", len(a.body), a.err, s.clock.slept)
	}
}

func TestStallForEverEndsWithTheClient(t *testing.T) {
	s := start(t, 2000)
	s.inject(mpsim.Fault{Effect: mpsim.Stall{After: 100}})
	response, err := plain.Do(s.request(http.MethodGet, anExport))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(response.Body, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	// Closing the web server at the test's end waits for the answer to end.
	response.Body.Close()
}

func TestMalformedLineStandsAmongTheRealOnes(t *testing.T) {
	for _, limit := range []string{"2", "300"} { // below and above what is sent at once
		for _, line := range []int{1, 250, 1000} {
			for _, encoding := range []string{"", "gzip"} {
				s := start(t, 2000)
				s.inject(mpsim.Fault{Effect: mpsim.Malformed{Line: line, Text: "<broken>"}})
				a := s.get(export("2026-01-01", "2026-01-31", "limit", limit), "Accept-Encoding", encoding)
				if a.header.Get("Content-Encoding") == "gzip" {
					a.body = gunzip(t, a.body)
				}
				lines := strings.SplitAfter(string(a.body), "\n")
				at := min(line, len(lines)-1) - 1
				if lines[at] != "<broken>\n" {
					t.Fatalf("line %d of %s is %q", line, limit, lines[at])
				}
				rest := strings.Join(slices.Delete(lines, at, at+1), "")
				if !bytes.HasPrefix(s.truth("2026-01-01", "2026-01-31"), []byte(rest)) || strconv.Itoa(strings.Count(rest, "\n")) != limit {
					t.Errorf("line %d: the other lines are not the real ones", line)
				}
			}
		}
	}
}

func TestMalformedLineOfAnEmptyBodyIsAllOfIt(t *testing.T) {
	s := start(t, 0)
	s.inject(mpsim.Fault{Effect: mpsim.Malformed{Line: 1}})
	if a := s.get(anExport); !strings.HasPrefix(string(a.body), `{"event":`) || !strings.HasSuffix(string(a.body), "\n") {
		t.Errorf("body %q", a.body)
	}
}

func TestTerminatedEarlyEndsProperlyButShort(t *testing.T) {
	for _, after := range []int{0, 1, 500} {
		s := start(t, 5000)
		s.inject(mpsim.Fault{Effect: mpsim.TerminatedEarly{After: after}})
		a := s.get(export("2026-01-01", "2026-01-31"), "Accept-Encoding", "gzip")
		if a.header.Get("Content-Encoding") == "gzip" {
			a.body = gunzip(t, a.body)
		}
		rest, found := strings.CutSuffix(string(a.body), "terminated early\n")
		if a.err != nil || !found || strings.Count(rest, "\n") != after || !bytes.HasPrefix(s.truth("2026-01-01", "2026-01-31"), []byte(rest)) {
			t.Errorf("after %d lines: %d lines, %v", after, strings.Count(string(a.body), "\n"), a.err)
		}
	}
}

func TestFaultsOfOneRequestAddUp(t *testing.T) {
	s := start(t, 2000)
	s.inject(mpsim.Fault{Effect: mpsim.Cut{After: 1000}})
	s.inject(mpsim.Fault{Effect: mpsim.Slow{FirstByte: mpsim.Pause(time.Second)}})
	s.inject(mpsim.Fault{Effect: mpsim.Malformed{Line: 1, Text: "!"}})
	s.inject(mpsim.Fault{Effect: mpsim.Malformed{Line: 2, Text: "?"}})
	a := s.get(anExport)
	if len(a.body) != 1000 || !errors.Is(a.err, io.ErrUnexpectedEOF) || s.clock.slept != time.Second {
		t.Errorf("%d bytes, %v, after %v", len(a.body), a.err, s.clock.slept)
	}
	if !bytes.HasPrefix(a.body, []byte("!\n{")) || !bytes.Contains(a.body, []byte("}}\n?\n{")) {
		t.Errorf("body %q, want both lines", a.body)
	}
}
