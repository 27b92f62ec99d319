package quota_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/quota"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestAStoredBlockEndsAnHourAfterItWasWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "1.json")
		written := time.Now()
		text := fmt.Sprintf(`{"version":1,"families":{"query":{"begun":[],"blocked_until":%d,"blocked_at":%d}}}`,
			written.Add(30*time.Hour).UnixMilli(), written.UnixMilli())
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(40 * time.Minute)
		ledger := quota.New(quota.Config{Path: path, MaxWait: -1})
		_, err := ledger.Take(t.Context(), quota.Query)
		if got := retryAfter(t, err); got > 20*60+2 {
			t.Errorf("retry after %d seconds, although the hour was two thirds over", got)
		}
		time.Sleep(20*time.Minute + 2*time.Second)
		take(t, ledger, quota.Query).Done()
	})
}

func TestABlockWithoutItsTimeEndsAnHourAfterItIsFirstSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "1.json")
		text := fmt.Sprintf(`{"version":1,"families":{"query":{"begun":[],"blocked_until":%d}}}`, time.Now().Add(24*time.Hour).UnixMilli())
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 6 {
			if _, err := quota.New(quota.Config{Path: path, MaxWait: -1}).Take(t.Context(), quota.Query); err == nil {
				t.Fatal("nothing is blocked")
			}
			time.Sleep(10 * time.Minute)
		}
		time.Sleep(2 * time.Second)
		take(t, quota.New(quota.Config{Path: path, MaxWait: -1}), quota.Query).Done()
	})
}

func TestWhoIsBlockedIsToldTheDayAndTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.json")
	now := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)
	ledger := quota.New(quota.Config{Path: path, MaxWait: -1, Now: func() time.Time { return now }})
	take(t, ledger, quota.Query).Refused(nil, 100_000*time.Second)
	_, err := ledger.Take(t.Context(), quota.Query)
	if !strings.Contains(err.Error(), "Mixpanel asked to wait") || !strings.Contains(err.Error(), "tomorrow at 00:30:02") {
		t.Errorf("error = %v", err)
	}
	if hint := mperr.Hint(err); !strings.Contains(hint, path) {
		t.Errorf("hint = %q, want the file's name", hint)
	}
}
