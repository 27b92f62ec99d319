package quota_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/quota"
)

func TestARefusalCorrectsTheLedger(t *testing.T) {
	for name, test := range map[string]struct {
		family  quota.Family
		header  http.Header
		after   time.Duration
		left    int
		perHour int
		resumes time.Duration
		// later is what is left once that has come.
		later int
	}{
		"a pause of the pace": {family: quota.Export, after: time.Second, left: 0, perHour: 60, resumes: time.Second, later: 57},
		"an hour that others used up": {
			family: quota.Export, after: 40 * time.Minute, left: 0, perHour: 60, resumes: 40 * time.Minute, later: 57,
		},
		"nothing but the status": {family: quota.Export, left: 57, perHour: 60},
		"no more than an hour":   {family: quota.Export, after: 90 * 24 * time.Hour, perHour: 60, resumes: time.Hour + 2*time.Second, later: 60},
		"the hour of queries": {
			family: quota.Query, after: 1800 * time.Second, perHour: 60, resumes: 1800 * time.Second, later: 57,
			header: http.Header{
				"Ratelimit-Policy": {`"project";q=60;w=3600, "project-concurrency";q=5;qu="concurrent-requests"`},
				"Ratelimit":        {`"project";r=0;t=1798, "project-concurrency";r=3`},
			},
		},
		"queries under way, and what others asked": {
			family: quota.Query, perHour: 60, resumes: 10 * time.Second, later: 12,
			header: http.Header{
				"Ratelimit-Policy": {`"project";q=60;w=3600, "project-concurrency";q=5;qu="concurrent-requests"`},
				"Ratelimit":        {`"project";r=12, "project-concurrency";r=0;t=10`},
			},
		},
		"a raised quota": {
			family: quota.Query, left: 380, perHour: 400,
			header: http.Header{"Ratelimit-Policy": {`"project";q=400;w=3600`}, "Ratelimit": {`"project";r=380`}},
		},
		"less used than believed": {
			family: quota.Query, left: 59, perHour: 60, header: http.Header{"Ratelimit": {`"project";r=59`}},
		},
		"headers that say nothing": {
			family: quota.Query, left: 57, perHour: 60,
			header: http.Header{"Ratelimit-Policy": {`"project";q=-3;w=x,,;;`}, "Ratelimit": {`"project";r=99999999999999999999, project`}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ledger := open(t, quota.Config{})
				for range 3 {
					take(t, ledger, test.family).Done()
				}
				now := time.Now()
				take(t, ledger, test.family).Refused(test.header, test.after)
				now = now.Add(time.Since(now))
				left := ledger.Left(test.family)
				if left.Requests != test.left || left.PerHour != test.perHour {
					t.Errorf("%d of %d left, want %d of %d", left.Requests, left.PerHour, test.left, test.perHour)
				}
				if test.resumes == 0 {
					if !left.Resumes.IsZero() {
						t.Errorf("resumes at %s", left.Resumes)
					}
					return
				}
				if !left.Resumes.Equal(now.Add(test.resumes)) {
					t.Errorf("resumes after %s, want %s", left.Resumes.Sub(now), test.resumes)
				}
				time.Sleep(test.resumes)
				if left := ledger.Left(test.family); left.Requests != test.later {
					t.Errorf("%d left then, want %d", left.Requests, test.later)
				}
			})
		})
	}
}
