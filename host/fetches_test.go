package host

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestFetchesDoNotCloseTheStoreUnderOneAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, closes := newFetches(), 0
		begin := func(table string) {
			if err := f.begin(t.Context(), table, func() error { closes++; return nil }); err != nil {
				t.Error(err)
			}
		}
		begin("long")
		begin("broken")
		f.end("broken", true, false)
		begin("other")
		f.end("other", false, false)
		if closes != 0 {
			t.Error("a fetch of another table closed the store")
		}
		again := make(chan struct{})
		go func() {
			defer close(again)
			begin("Broken")
		}()
		synctest.Wait()
		if closes != 0 {
			t.Error("the store was closed under a fetch")
		}
		f.end("long", false, false)
		<-again
		f.end("broken", false, false)
		begin("broken")
		if closes != 1 {
			t.Errorf("the store was closed %d times, want once", closes)
		}
	})
}

func TestFetchesWaitNoLongerThanTheirContext(t *testing.T) {
	f := newFetches()
	never := func() error { t.Error("the store was closed"); return nil }
	for _, table := range []string{"long", "broken"} {
		if err := f.begin(t.Context(), table, never); err != nil {
			t.Fatal(err)
		}
	}
	f.end("broken", true, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.begin(ctx, "broken", never); mperr.CodeOf(err) != "CANCELED" {
		t.Errorf("begin = %v, want CANCELED", err)
	}
}

func TestALostStoreIsOpenedAnewForAnyTable(t *testing.T) {
	f, closes := newFetches(), 0
	refused := errors.New("it does not close")
	closeStore := func() error { closes++; return refused }
	if err := f.begin(t.Context(), "a", closeStore); err != nil {
		t.Fatal(err)
	}
	f.end("a", true, true)
	if err := f.begin(t.Context(), "b", closeStore); !errors.Is(err, refused) {
		t.Errorf("begin = %v, want the store's error", err)
	}
	if err := f.begin(t.Context(), "a", closeStore); err != nil || closes != 1 {
		t.Errorf("begin = %v after %d closes; want a new store after one", err, closes)
	}
}
