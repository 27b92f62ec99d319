package quota_test

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/quota"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// open makes a ledger of a new file.
func open(t *testing.T, config quota.Config) *quota.Ledger {
	t.Helper()
	if config.Path == "" {
		config.Path = filepath.Join(t.TempDir(), "quota", "1.json")
	}
	return quota.New(config)
}

func take(t *testing.T, ledger *quota.Ledger, family quota.Family) *quota.Ticket {
	t.Helper()
	ticket, err := ledger.Take(t.Context(), family)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func retryAfter(t *testing.T, err error) int {
	t.Helper()
	limited, ok := errors.AsType[*mperr.RateLimited](err)
	if !ok || limited.RetryAfter == nil {
		t.Fatalf("error = %v, want RATE_LIMITED with retry_after", err)
	}
	return *limited.RetryAfter
}

func TestExportsKeepToThePaceAndTheHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var waits []quota.Wait
		ledger := open(t, quota.Config{OnWait: func(wait quota.Wait) { waits = append(waits, wait) }})
		start := time.Now()
		var at []time.Duration
		for range 130 {
			take(t, ledger, quota.Export)
			at = append(at, time.Since(start))
		}
		for i := range at {
			if i >= 3 && at[i]-at[i-3] <= time.Second {
				t.Errorf("requests %d to %d begin within %s", i-3, i, at[i]-at[i-3])
			}
			if i >= 60 && at[i]-at[i-60] <= time.Hour {
				t.Errorf("requests %d to %d begin within %s", i-60, i, at[i]-at[i-60])
			}
		}
		if last := at[len(at)-1]; last > 2*time.Hour+time.Minute {
			t.Errorf("130 requests took %s: the ledger waits longer than it has to", last)
		}
		if len(waits) != 2 || waits[0].Family != quota.Export || !waits[0].Until.Equal(start.Add(time.Hour+2*time.Second)) {
			t.Errorf("told of the waits %v, want one an hour", waits)
		}
	})
}

func TestManyGoroutinesShareAQuotaExactly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "1.json")
		var mu sync.Mutex
		taken, refused, told := 0, 0, 0
		var group sync.WaitGroup
		for range 80 {
			group.Go(func() {
				ledger := quota.New(quota.Config{Path: path, MaxWait: -1, OnWait: func(quota.Wait) { told++ }})
				_, err := ledger.Take(t.Context(), quota.Export)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					taken++
				} else {
					refused++
				}
			})
		}
		group.Wait()
		if taken != 60 || refused != 20 || told != 0 {
			t.Errorf("%d taken and %d refused, %d waits told", taken, refused, told)
		}
	})
}

func TestWhoDoesNotWaitIsToldWhenItResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{MaxWait: -1, Limits: map[quota.Family]quota.Limits{quota.Export: {PerHour: 2}}})
		take(t, ledger, quota.Export)
		time.Sleep(10 * time.Minute)
		take(t, ledger, quota.Export)
		_, err := ledger.Take(t.Context(), quota.Export)
		if got := retryAfter(t, err); got != 50*60+2 {
			t.Errorf("retry after %d seconds", got)
		}
		if resumes := time.Now().Add(50*time.Minute + 2*time.Second).Format("15:04:05"); !strings.Contains(err.Error(), "resumes at "+resumes) {
			t.Errorf("error = %v, want it to say %s", err, resumes)
		}
		if _, err := ledger.Take(t.Context(), quota.Query); err != nil {
			t.Errorf("queries have a quota of their own: %v", err)
		}
	})
}

func TestAWaitBeyondTheDeadlineIsRefusedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{Limits: map[quota.Family]quota.Limits{quota.Export: {PerHour: 1}}})
		take(t, ledger, quota.Export)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		_, err := ledger.Take(ctx, quota.Export)
		if retryAfter(t, err); !time.Now().Equal(start) {
			t.Errorf("waited %s first", time.Since(start))
		}
	})
}

func TestACancelledWaitCountsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{Limits: map[quota.Family]quota.Limits{quota.Export: {PerHour: 1}}})
		take(t, ledger, quota.Export)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			_, err := ledger.Take(ctx, quota.Export)
			ended <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v", err)
		}
		time.Sleep(time.Hour + 2*time.Second)
		if left := ledger.Left(quota.Export).Requests; left != 1 {
			t.Errorf("%d left after an hour, want 1", left)
		}
	})
}

func TestAWaitEndsEarlyWhereAnotherProcessLearnsBetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "1.json")
		limits := map[quota.Family]quota.Limits{quota.Query: {PerHour: 1}}
		mine, other := quota.New(quota.Config{Path: path, Limits: limits}), quota.New(quota.Config{Path: path, Limits: limits})
		ticket := take(t, mine, quota.Query)
		start, ended := time.Now(), make(chan time.Duration)
		go func() {
			_, _ = other.Take(t.Context(), quota.Query)
			ended <- time.Since(start)
		}()
		synctest.Wait()
		ticket.Refused(http.Header{"Ratelimit-Policy": {`"project";q=100;w=3600`}, "Ratelimit": {`"project";r=5`}}, 0)
		if waited := <-ended; waited > time.Minute {
			t.Errorf("waited %s although the quota turned out greater", waited)
		}
	})
}

func TestAtMostFiveQueriesAreUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{})
		var running []*quota.Ticket
		for range 5 {
			running = append(running, take(t, ledger, quota.Query))
		}
		sixth := make(chan *quota.Ticket, 1)
		go func() {
			ticket, _ := ledger.Take(t.Context(), quota.Query)
			sixth <- ticket
		}()
		time.Sleep(time.Minute)
		if len(sixth) != 0 {
			t.Fatal("a sixth query began")
		}
		running[2].Done()
		running[2].Done()
		running[3].Done()
		(<-sixth).Done()
		if left := ledger.Left(quota.Query).Requests; left != 54 {
			t.Errorf("%d queries left, want 54", left)
		}
		running[0].Done()
		running[1].Done()
		running[4].Done()
	})
}

func TestAnUnsentRequestIsNotCounted(t *testing.T) {
	ledger := open(t, quota.Config{})
	take(t, ledger, quota.Query).Unsent()
	if left := ledger.Left(quota.Query).Requests; left != 60 {
		t.Errorf("%d left", left)
	}
	var none *quota.Ticket
	none.Done()
	none.Unsent()
	none.Refused(nil, 0)
}

func TestFreeRequestsAreNotCountedButTakePlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{MaxWait: -1, Limits: map[quota.Family]quota.Limits{quota.Query: {PerHour: 1, AtOnce: 2}}})
		take(t, ledger, quota.Query).Done()
		first, err := ledger.TakeFree(t.Context(), quota.Query)
		if err != nil {
			t.Fatal(err)
		}
		second, err := ledger.TakeFree(t.Context(), quota.Query)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.TakeFree(t.Context(), quota.Query); mperr.CodeOf(err) != "RATE_LIMITED" {
			t.Errorf("a third at once: %v", err)
		}
		first.Done()
		second.Unsent()
		for range 5 {
			ticket, err := ledger.TakeFree(t.Context(), quota.Query)
			if err != nil {
				t.Fatal(err)
			}
			ticket.Done()
		}
		if _, err := ledger.Take(t.Context(), quota.Query); mperr.CodeOf(err) != "RATE_LIMITED" {
			t.Errorf("a second counted one: %v", err)
		}
	})
}
