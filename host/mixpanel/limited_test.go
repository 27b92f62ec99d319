package mixpanel_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

func TestARefusalSaysWhichLimitItIs(t *testing.T) {
	const opening = `{"error":"Query rate limit exceeded for project_id: 424242. `
	for name, test := range map[string]struct {
		body   string
		header []string
		want   string
		pause  bool
	}{
		"the hour":    {opening + `(61/60 queries running in the last hour)"}`, nil, "request quota is used up", false},
		"by header":   {"", []string{"Ratelimit", `"project";r=0;t=3600`, "Retry-After", "60"}, "request quota is used up", false},
		"export":      {"rate limit reached", []string{"Retry-After", "2"}, "request quota is used up", false},
		"under way":   {opening + `You have exceeded the concurrency limit (6/5 queries running concurrently)."}`, []string{"Ratelimit", `"project";r=12`}, "under way", true},
		"exports":     {`{"error":"too many export requests in progress for this project"}`, nil, "under way", true},
		"load":        {opening + `Please try again later."}`, nil, "overloaded", true},
		"no reason":   {"", []string{"Retry-After", "2"}, "asks to send the request later", true},
		"a long wait": {"", []string{"Retry-After", "3000"}, "request quota is used up", false},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{says(429, test.body, test.header...), says(200, `[]`)}}
			if _, err := s.client(t, mixpanel.Retry{}).EventNames(t.Context(), 0); err != nil || len(s.waits) != 1 {
				t.Fatalf("%s: %v, waits %v", name, err, s.waits)
			}
			if wait := s.waits[0]; wait.Pause != test.pause || !strings.Contains(wait.Cause.Error(), test.want) {
				t.Errorf("%s: pause %t, %v", name, wait.Pause, wait.Cause)
			}
		})
	}
}

func TestLoadSheddingIsRetriedByWhoDoesNotWaitForQuotas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shed := says(http.StatusTooManyRequests, `{"error":"Query rate limit exceeded for project_id: 1. Please try again later."}`)
		s := &script{steps: []step{shed, shed, says(200, `["A"]`)}}
		names, err := s.client(t, mixpanel.Retry{MaxWait: -1}).EventNames(t.Context(), 0)
		if err != nil || len(names) != 1 || len(s.asked) != 3 {
			t.Errorf("EventNames = %v, %v after %d requests", names, err, len(s.asked))
		}
	})
}
