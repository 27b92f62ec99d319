package main

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// course is a fetch of three units that takes a minute and a half: one is retried, one fails.
var course = []fetch.Progress{
	{Step: fetch.Planned, Units: 3, Days: 10, DaysSkipped: 1},
	{Step: fetch.Started, Unit: "2026-01-01..2026-01-03", Units: 3},
	{Step: fetch.Advanced, Units: 3, Lines: 1000, Bytes: 2_000_000, Elapsed: 10 * time.Second},
	{Step: fetch.Retrying, Unit: "2026-01-01..2026-01-03", Units: 3, Until: time.Date(2026, 2, 1, 14, 5, 0, 0, time.UTC), Err: errors.New("cut \x1b[31moff")},
	{Step: fetch.Advanced, Units: 3, Lines: 1234567, Bytes: 40_000_000, Elapsed: 40 * time.Second},
	{Step: fetch.Stored, Units: 3, UnitsStored: 1, Lines: 1234567, Bytes: 40_000_000, Elapsed: 45 * time.Second},
	{Step: fetch.Failed, Unit: "2026-01-04..2026-01-04", Units: 3, UnitsStored: 1, Err: errors.New("gone")},
	{Step: fetch.Stored, Units: 3, UnitsStored: 2, UnitsFailed: 1, Lines: 2_000_000, Bytes: 90_000_000, Elapsed: 90 * time.Second},
	{Step: fetch.Committed, Units: 3, UnitsStored: 2},
}

func told(s *surroundings, off bool) string {
	p := s.newProgress(off)
	for _, step := range course {
		p.show(step)
	}
	p.clear()
	return s.stderr.String()
}

func TestProgressWithoutATerminalIsALineNowAndThen(t *testing.T) {
	want := `mp: 10 days, 1 complete already, 3 requests
mp: 2026-01-01..2026-01-03 broke off and will be fetched again at 14:05:00: cut ·[31moff
mp: fetch events: at work for 30s, 0 of 3 requests, 1,000 events, 2 MB, 0 MB/s
mp: 2026-01-04 failed: gone
mp: fetch events: at work for 1m0s, 1 of 3 requests, 1,234,567 events, 40 MB, 1 MB/s
mp: fetch events: at work for 1m30s, 2 of 3 requests, 2,000,000 events, 90 MB, 1 MB/s
`
	synctest.Test(t, func(t *testing.T) {
		s := newApp("")
		s.now = time.Now
		s.tellElapsed(command("mp fetch events"))
		p, begun := s.newProgress(false), time.Now()
		for _, step := range course {
			time.Sleep(step.Elapsed - time.Second - time.Since(begun)) // not at the moment of a line
			p.show(step)
		}
		time.Sleep(10 * time.Second) // to commit
		p.clear()
		s.elapsed.end()
		if diff := cmp.Diff(want, s.stderr.String()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestElapsedMakesRoomForTheBar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newApp("").atTerminal()
		s.now = time.Now
		s.tellElapsed(command("mp fetch events"))
		p := s.newProgress(false)
		time.Sleep(1500 * time.Millisecond) // for the first answer
		p.show(course[0])
		time.Sleep(10 * time.Second)
		p.show(course[len(course)-1])
		time.Sleep(time.Second) // to close the store
		p.clear()
		s.elapsed.end()
		if got := s.stderr.String(); strings.Count(got, "fetch events: ") != 2 || !strings.Contains(got, "fetch events: 12s") {
			t.Errorf("there is not a line before the bar and one after it: %q", got)
		}
	})
}

func TestNoProgressIsNoLineEither(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newApp("")
		s.now = time.Now
		s.tellElapsed(command("mp fetch events"))
		p := s.newProgress(true)
		time.Sleep(time.Hour)
		p.clear()
		if got := s.stderr.String(); got != "" {
			t.Errorf("told %q", got)
		}
	})
}

func TestRowsOnAScreenHaveNoBarAmongThem(t *testing.T) {
	if newApp("").atTerminal().newStreamProgress(false).screen != nil {
		t.Error("there is a bar among rows")
	}
	piped := newApp("").atTerminal()
	piped.outTerminal = false
	if piped.newStreamProgress(false).screen == nil {
		t.Error("there is no bar beside a pipe")
	}
}

func TestNoProgressStillTellsWhatNeedsAttention(t *testing.T) {
	got := told(newApp("").atTerminal(), true)
	if strings.Contains(got, "events") || !strings.Contains(got, "broke off") || !strings.Contains(got, "failed: gone") {
		t.Errorf("told %q", got)
	}
}

func TestQuietProgressSaysNothing(t *testing.T) {
	for _, s := range []*surroundings{newApp(""), newApp("").atTerminal()} {
		s.quiet = true
		if got := told(s, false); got != "" {
			t.Errorf("told %q", got)
		}
	}
}

func TestAVerboseFetchHasNoBarThatItsLogWouldTear(t *testing.T) {
	s := newApp("").atTerminal()
	s.verbose = 1
	if s.newProgress(false).screen != nil {
		t.Error("there is a bar")
	}
}

func TestTheBarIsGoneWhenTheFetchIs(t *testing.T) {
	got := told(newApp("").atTerminal(), false)
	if !strings.Contains(got, "█") && !strings.Contains(got, "%") {
		t.Fatalf("there was no bar: %q", got)
	}
	lines := strings.Split(got, "\r")
	if last := lines[len(lines)-1]; strings.TrimSpace(last) != "" {
		t.Errorf("what stays on the screen is %q", last)
	}
}

func TestProgressOfNothingToFetch(t *testing.T) {
	s := newApp("").atTerminal()
	p := s.newProgress(false)
	p.show(fetch.Progress{Step: fetch.Planned, Days: 1, DaysSkipped: 1})
	p.show(fetch.Progress{Step: fetch.Committed})
	if got, want := s.stderr.String(), "mp: 1 day, 1 complete already, 0 requests\n"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

func TestSummaryBalancesInWords(t *testing.T) {
	counts := fetch.Counts{Received: 1778, Stored: 1770, Duplicates: 5, Rejected: 3}
	for _, tt := range []struct {
		summary fetch.Summary
		want    string
	}{
		{fetch.Summary{}, ""},
		{fetch.Summary{Counts: counts, Units: 2}, "mp: 1,778 received = 1,770 stored + 5 duplicates + 3 rejected\n"},
		{fetch.Summary{Counts: counts, Units: 1, UnitsResumed: 1, Resumed: fetch.Counts{Stored: 1000}, DaysSkipped: 1},
			"mp: 1,778 received = 1,770 stored + 5 duplicates + 3 rejected; 1,000 stored by the interrupted run before; 1 day complete already\n"},
		{fetch.Summary{Kind: storage.Profiles, Counts: counts, Units: 1},
			"mp: 1,778 received = 1,770 stored + 5 duplicates + 3 rejected; none of them is kept\n"},
	} {
		s := newApp("")
		s.saySummary(tt.summary)
		if got := s.stderr.String(); got != tt.want {
			t.Errorf("said %q, want %q", got, tt.want)
		}
	}
}
