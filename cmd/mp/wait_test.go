package main

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

var refusal = mixpanel.Wait{Cause: errors.New("connection refused"), Until: time.Date(2026, 2, 1, 14, 5, 0, 0, time.UTC), Try: 2}

func TestAWaitIsToldUnlessQuiet(t *testing.T) {
	const want = "mp: a request did not succeed and will be made again at 14:05:00: connection refused\n"
	s := newApp("")
	s.options(true).Mixpanel.OnWait(refusal)
	s.newProgress(true).wait(refusal)
	if got := s.stderr.String(); got != want+want {
		t.Errorf("told %q, want %q twice", got, want)
	}
	s = newApp("")
	s.quiet = true
	s.options(true).Mixpanel.OnWait(refusal)
	s.newProgress(false).wait(refusal)
	if got := s.stderr.String(); got != "" {
		t.Errorf("told %q although it should be quiet", got)
	}
}

func TestAWaitForTheQuotaSaysWhenItResumes(t *testing.T) {
	until := time.Date(2026, 2, 1, 14, 5, 10, 0, time.UTC)
	for _, test := range []struct {
		wait mixpanel.Wait
		want string
	}{
		{mixpanel.Wait{Held: true, Cause: &mperr.RateLimited{}, Until: until, Delay: time.Hour}, "the hour's quota is used up; resumes at 14:05"},
		{mixpanel.Wait{Held: true, Cause: &mperr.RateLimited{}, Until: until, Delay: 10 * time.Second}, "the hour's quota is used up; resumes at 14:05:10"},
		{
			mixpanel.Wait{Cause: &mperr.RateLimited{Exchange: mperr.Exchange{StatusCode: 429}}, Until: until, Delay: time.Hour},
			"the hour's quota is used up, Mixpanel says; resumes at 14:05",
		},
		{
			mixpanel.Wait{
				Pause: true, Until: until, Delay: 4 * time.Second,
				Cause: &mperr.RateLimited{Exchange: mperr.Exchange{StatusCode: 429}, Message: "Mixpanel is overloaded"},
			},
			"Mixpanel is overloaded; resumes at 14:05:10",
		},
		{mixpanel.Wait{Held: true, Pause: true, Cause: &mperr.RateLimited{}, Until: until, Delay: 30 * time.Second}, "Mixpanel asked to wait; resumes at 14:05:10"},
		{mixpanel.Wait{Held: true, Cause: &mperr.RateLimited{}, Until: until, Delay: 15 * time.Hour}, "the hour's quota is used up; resumes at 2026-02-01 14:05"},
	} {
		if got := waitText(test.wait); got != "mp: "+test.want {
			t.Errorf("told %q, want %q", got, test.want)
		}
	}
}

func TestWaitsOfSeveralRequestsDoNotTearTheBar(t *testing.T) {
	s := newApp("").atTerminal()
	p := s.newProgress(false)
	p.show(course[0])
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { p.wait(refusal) })
		group.Go(func() { p.show(fetch.Progress{Step: fetch.Advanced, Units: 3, Lines: 1000}) })
	}
	group.Wait()
	p.clear()
	edge := strings.ReplaceAll(s.stderr.String(), "\n", "\r")
	if got := strings.Count(edge, "\rmp: a request did not"); got != 8 {
		t.Errorf("%d lines begin at the screen's edge, want 8: %q", got, s.stderr.String())
	}
}
