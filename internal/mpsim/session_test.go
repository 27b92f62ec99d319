package mpsim_test

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestPagesGiveEveryProfileOnce(t *testing.T) {
	for _, short := range []bool{false, true} {
		for _, n := range []int{-1, 1, 99, 100, 101, 450} {
			s := start(t, 100, people(n, 100), func(c *mpsim.Config) { c.Projects[0].Engage.ShortPages = short })
			want := s.profiles(nil)
			if len(want) != max(0, n) {
				t.Fatalf("%d profiles: %d are there", n, len(want))
			}
			if diff := cmp.Diff(want, s.everybody()); diff != "" {
				t.Errorf("%d profiles, short %v: %s", n, short, diff)
			}
		}
	}
}

func TestOnlyTheFirstPageTellsTotalAndSize(t *testing.T) {
	s := start(t, 0, people(250, 100))
	first := s.post("/api/query/engage").page(t)
	if first.Page != 0 || *first.PageSize != 100 || *first.Total != 250 || first.Status != "ok" || len(first.Results) != 100 {
		t.Errorf("first page: %+v", first)
	}
	for n, want := range []int{100, 100, 50, 0, 0} {
		p := s.post("/api/query/engage", "page", strconv.Itoa(n), "session_id", first.Session).page(t)
		if len(p.Results) != want || p.Session != first.Session || (n > 0) != (p.Total == nil && p.PageSize == nil) {
			t.Errorf("page %d: %d results, session %q, total %v", n, len(p.Results), p.Session, p.Total)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	s := start(t, 0, people(300, 100), func(c *mpsim.Config) { c.Projects[0].Engage.SessionLife = time.Minute })
	session := s.post("/api/query/engage").page(t).Session
	refused := func(why string, pairs ...string) {
		t.Helper()
		a := s.post("/api/query/engage", append([]string{"page", "1", "session_id", session}, pairs...)...)
		if a.status != 400 || !strings.Contains(string(a.body), uncached) {
			t.Errorf("%s: %d %s", why, a.status, a.body)
		}
	}
	for range 3 {
		s.clock.pass(time.Minute)
		s.post("/api/query/engage", "page", "1", "session_id", session).page(t)
	}
	refused("another query", "where", "true")
	refused("unknown", "session_id", "1767001122-Ab3dEf")
	s.clock.pass(time.Minute + 1)
	refused("left alone")

	session = s.post("/api/query/engage").page(t).Session
	if err := s.Inject(mpsim.Fault{Path: "/api/query/engage", Effect: mpsim.ForgetSession{}, Skip: 1}); err != nil {
		t.Fatal(err)
	}
	s.post("/api/query/engage", "page", "1", "session_id", session).page(t)
	refused("forgotten")
	refused("still forgotten")
}

func TestASessionShowsOneInstant(t *testing.T) {
	s := start(t, 0, people(300, 100), func(c *mpsim.Config) { c.Clock.(*clock).now = now.AddDate(0, 0, -20) })
	want := s.profiles(nil)
	first := s.post("/api/query/engage").page(t)
	s.clock.pass(5 * time.Minute)
	got := texts(first.Results)
	for _, n := range []string{"1", "2"} {
		got = append(got, texts(s.post("/api/query/engage", "page", n, "session_id", first.Session).page(t).Results)...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s.clock.pass(48 * time.Hour)
	since := now.AddDate(0, 0, -20).UTC().Format("2006-01-02T15:04:05")
	later := s.everybody("where", `user["$last_seen"] > datetime("`+since+`")`)
	if len(later) == 0 || len(later) == 300 {
		t.Errorf("%d profiles were updated in two days", len(later))
	}
	for _, line := range later {
		if slices.Contains(want, line) {
			t.Errorf("updated and the same: %s", line)
		}
	}
}

func TestFurtherPagesAreFree(t *testing.T) {
	s := start(t, 0, people(300, 10), limited(mpsim.Limits{QueryPerHour: 2}))
	if n := len(s.everybody()); n != 300 {
		t.Errorf("%d came", n)
	}
	s.post("/api/2.0/engage/", "session_id", "").page(t)
	if a := s.post("/api/query/engage"); a.status != 429 {
		t.Errorf("third query: %d %s", a.status, a.body)
	}
}

func TestAnyNumberOfProfilesNeedsTheSameMemory(t *testing.T) {
	s := start(t, 0, people(20_000_000, 2000))
	before := live()
	first := s.post("/api/query/engage").page(t)
	if *first.Total != 20_000_000 {
		t.Fatalf("total %d", *first.Total)
	}
	last := s.post("/api/query/engage", "session_id", first.Session, "page", "9999").page(t)
	if len(last.Results) != 2000 {
		t.Errorf("%d results on the last page", len(last.Results))
	}
	if grown := int64(live()) - int64(before); grown > most {
		t.Errorf("a session keeps %d bytes", grown)
	}
}

func BenchmarkEngage(b *testing.B) {
	s := start(b, 0, people(100_000, 1000))
	session := s.post("/api/query/engage").page(b).Session
	for page := 0; b.Loop(); page++ {
		s.post("/api/query/engage", "session_id", session, "page", strconv.Itoa(page%100))
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "profiles/s")
}

func TestFaultsFindParametersInForms(t *testing.T) {
	s := start(t, 0, people(300, 100))
	if err := s.Inject(mpsim.Fault{Path: "/api/query/engage", Query: "page=2", Effect: mpsim.Overloaded{}}); err != nil {
		t.Fatal(err)
	}
	session := s.post("/api/query/engage").page(t).Session
	s.post("/api/query/engage", "page", "1", "session_id", session).page(t)
	a := s.post("/api/query/engage", "page", "2", "session_id", session)
	refused(t, a, 429, "Query rate limit exceeded for project_id: 424242. ")
	if a.header.Get("Retry-After")+a.header.Get("Ratelimit") != "" {
		t.Errorf("%v", a.header)
	}
	s.post("/api/query/engage", "page", "2", "session_id", session).page(t)
}

func TestPagesMayBeAskedForAtOnce(t *testing.T) {
	s := start(t, 0, people(1000, 50), limited(mpsim.Limits{QueryConcurrent: 20, QueryPerHour: 1}))
	want := s.profiles(nil)
	session := s.post("/api/query/engage").page(t).Session
	answers := make([]answer, 20)
	var group sync.WaitGroup
	for n := range answers {
		group.Go(func() {
			answers[n] = s.post("/api/query/engage", "session_id", session, "page", strconv.Itoa(n))
		})
	}
	group.Wait()
	var got []string
	for _, a := range answers {
		got = append(got, texts(a.page(t).Results)...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPagesTakeAPlaceAmongQueriesUnderWay(t *testing.T) {
	s := start(t, 5000, people(300, 100), limited(mpsim.DocumentedLimits()))
	session := s.post("/api/query/engage").page(t).Session
	s.hold(5, aQuery)
	refused(t, s.post("/api/query/engage", "session_id", session, "page", "1"), 429, "(6/5 queries running concurrently)")
}
