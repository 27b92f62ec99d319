package quota_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/quota"
)

func TestReadyForeseesWhatTakeDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{Limits: map[quota.Family]quota.Limits{quota.Export: {PerHour: 5, PerSecond: 2}}})
		for range 4 {
			take(t, ledger, quota.Export)
			time.Sleep(7 * time.Minute)
		}
		left := ledger.Left(quota.Export)
		start := time.Now()
		for n := 1; n <= 14; n++ {
			take(t, ledger, quota.Export)
			if got, want := left.Ready(n), time.Since(start); got != want {
				t.Errorf("%d requests are ready after %s, and began after %s", n, got, want)
			}
		}
		if left.Requests != 1 || left.Ready(0) != 0 {
			t.Errorf("%d left, none are ready after %s", left.Requests, left.Ready(0))
		}
	})
}

func TestTheLedgerLearnsHowLongRequestsTake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := open(t, quota.Config{})
		if got := ledger.Left(quota.Export).Typical; got != 0 {
			t.Errorf("typical before any request: %s", got)
		}
		for _, takes := range []time.Duration{8 * time.Second, 4 * time.Second} {
			ticket := take(t, ledger, quota.Export)
			time.Sleep(takes)
			ticket.Done()
		}
		if got := ledger.Left(quota.Export).Typical; got != 7*time.Second {
			t.Errorf("typical is %s, want 7s", got)
		}
	})
}

func TestWithoutAQuotaNothingWaits(t *testing.T) {
	ledger := open(t, quota.Config{MaxWait: -1, Limits: map[quota.Family]quota.Limits{}})
	for range 100 {
		take(t, ledger, quota.Export)
	}
	left := ledger.Left(quota.Export)
	if left.Requests != -1 || left.PerHour != 0 || left.Ready(1000) != 0 {
		t.Errorf("%+v", left)
	}
}
