package plugin

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc/stats"
)

// watched runs a watchdog with a pending call for an hour of its own time and tells whether it found a hang, and when.
func watched(t *testing.T, pending bool, ping func(ctx context.Context, n int) error) (hung bool, after time.Duration, pings int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		start := time.Now()
		w := &watchdog{interval: 5 * time.Second, timeout: time.Second}
		w.ping = func(ctx context.Context) error { pings++; return ping(ctx, pings) }
		w.hung = func() { hung, after = true, time.Since(start) }
		if pending {
			w.pending.Add(1)
		}
		w.watch(ctx)
	})
	return hung, after, pings
}

func silent(ctx context.Context, _ int) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestWatchdogKillsAfterTwoPingsWithoutAnswer(t *testing.T) {
	hung, after, pings := watched(t, true, silent)
	if !hung || after != 7*time.Second || pings != 2 {
		t.Errorf("hung %v after %v and %d pings, want 7 s and 2", hung, after, pings)
	}
}

func TestWatchdogSparesAProcessThatAnswers(t *testing.T) {
	for name, ping := range map[string]func(context.Context, int) error{
		"well":          func(context.Context, int) error { return nil },
		"with an error": func(context.Context, int) error { return errors.New("unimplemented") },
		"every second time": func(ctx context.Context, n int) error {
			if n%2 == 0 {
				return nil
			}
			return silent(ctx, n)
		},
	} {
		if hung, _, pings := watched(t, true, ping); hung || pings < 100 {
			t.Errorf("answers %s: hung %v after %d pings", name, hung, pings)
		}
	}
}

func TestWatchdogLetsAnIdleProcessBe(t *testing.T) {
	if hung, _, pings := watched(t, false, silent); hung || pings != 0 {
		t.Errorf("hung %v after %d pings, want none", hung, pings)
	}
}

func TestWatchdogCountsTheCallsThatUsersWaitFor(t *testing.T) {
	w := &watchdog{}
	own := w.TagRPC(t.Context(), &stats.RPCTagInfo{FullMethodName: "/mp.plugin.v1.StorageService/WriteUnit"})
	for _, method := range []string{"/plugin.GRPCStdio/StreamStdio", "/plugin.GRPCBroker/StartStream", "/grpc.health.v1.Health/Check"} {
		w.HandleRPC(w.TagRPC(t.Context(), &stats.RPCTagInfo{FullMethodName: method}), &stats.Begin{})
	}
	w.HandleRPC(own, &stats.Begin{})
	w.HandleRPC(own, &stats.OutPayload{})
	if got := w.pending.Load(); got != 1 {
		t.Errorf("%d calls are pending, want 1", got)
	}
	w.HandleRPC(own, &stats.End{})
	if got := w.pending.Load(); got != 0 {
		t.Errorf("%d calls are pending, want 0", got)
	}
}
