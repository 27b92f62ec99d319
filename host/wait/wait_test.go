package wait_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/wait"
)

func TestForLastsAsLongAsItWasAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		for _, d := range []time.Duration{time.Hour, 0, -time.Hour} {
			if err := wait.For(t.Context(), d); err != nil {
				t.Errorf("wait of %v: %v", d, err)
			}
		}
		if lasted := time.Since(begun); lasted != time.Hour {
			t.Errorf("an hour and two waits of nothing lasted %v", lasted)
		}
	})
}

func TestForEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := wait.For(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the wait ended with %v", err)
		}
		if lasted := time.Since(begun); lasted != time.Minute {
			t.Errorf("the wait lasted %v", lasted)
		}
	})
}

func TestForDoesNotBeginAfterItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 { // a select between two that are ready picks either
		if err := wait.For(ctx, 0); !errors.Is(err, context.Canceled) {
			t.Fatalf("the wait ended with %v", err)
		}
	}
}
