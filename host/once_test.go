package host

import (
	"context"
	"errors"
	"testing"
)

func TestOnceTriesAgainAfterAFailureAndKeepsASuccess(t *testing.T) {
	o := newOnce[int]()
	calls := 0
	failing := func(context.Context) (int, error) { calls++; return 7, errors.New("not now") }
	working := func(context.Context) (int, error) { calls++; return 42, nil }

	if got, err := o.get(t.Context(), failing); err == nil || got != 7 {
		t.Errorf("get = %d, %v; want what failed, with its error", got, err)
	}
	if _, made := o.value(); made {
		t.Error("a failure was kept")
	}
	for range 2 {
		if got, err := o.get(t.Context(), working); err != nil || got != 42 {
			t.Errorf("get = %d, %v; want 42", got, err)
		}
	}
	if got, made := o.take(); !made || got != 42 {
		t.Errorf("take = %d, %v; want what was kept", got, made)
	}
	if _, made := o.value(); made {
		t.Error("what was taken is still there")
	}
	if calls != 2 {
		t.Errorf("%d attempts, want one that failed and one that was kept", calls)
	}
}

func TestOnceWaitsNoLongerThanItsContext(t *testing.T) {
	o := newOnce[int]()
	started, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = o.get(t.Context(), func(context.Context) (int, error) {
			close(started)
			<-release
			return 1, nil
		})
	}()
	<-started
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.get(ctx, func(context.Context) (int, error) { return 2, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("get = %v, want the context's error", err)
	}
	close(release)
	<-ended
	if got, made := o.value(); !made || got != 1 {
		t.Errorf("value = %d, %v; want what the first caller made", got, made)
	}
}

func TestOnceMakesAnewWhatIsStale(t *testing.T) {
	o := newOnce[int]()
	attempts := 0
	attempt := func(context.Context) (int, error) {
		attempts++
		if attempts == 2 {
			return 0, errors.New("not now")
		}
		return attempts, nil
	}
	isOne := func(n int) bool { return n == 1 }
	for i, want := range []int{1, 0, 3, 3} { // the second call finds a stale value, and makes none
		if got, err := o.unless(t.Context(), isOne, attempt); got != want || (err != nil) != (i == 1) {
			t.Errorf("call %d gives %d, %v; want %d", i+1, got, err, want)
		}
	}
}
