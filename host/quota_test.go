package host_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

var firstDays = fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-04", UnitDays: 1, Workers: 1}

func TestWorkspacesShareAQuotaAndSayWhenItResumes(t *testing.T) {
	w := startWorld(t)
	w.env["MP_EXPORTS_PER_HOUR"] = "3"
	first := open(t, w, func(o *host.Options) { o.NoWait = true })
	_, err := first.FetchEvents(t.Context(), firstDays)
	if mperr.ExitCode(err) != mperr.ExitRateLimited || !strings.Contains(err.Error(), "3 of 4 requests are stored") {
		t.Fatalf("error = %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	var waits []mixpanel.Wait
	ctx, cancel := context.WithCancel(t.Context())
	second := open(t, w, func(o *host.Options) {
		o.Mixpanel.OnWait = func(wait mixpanel.Wait) {
			waits = append(waits, wait)
			cancel()
		}
	})
	if _, err := second.FetchEvents(ctx, firstDays); mperr.CodeOf(err) != "CANCELED" {
		t.Errorf("error = %v, want the wait to be cancelled", err)
	}
	if len(waits) != 1 || !waits[0].Held || waits[0].Delay < 50*time.Minute || waits[0].Delay > time.Hour+time.Minute {
		t.Errorf("told of the waits %+v", waits)
	}
	if asked := len(w.simulator.Requests()); asked != 3 {
		t.Errorf("%d requests were sent, want 3", asked)
	}
}

func TestTheLedgerIsBesideTheConfigurationAndEachAddressHasItsOwn(t *testing.T) {
	w := startWorld(t)
	config := filepath.Join(w.home, "elsewhere", "config.toml")
	w.env["MP_CONFIG_PATH"] = config
	if _, err := open(t, w, nil).TestCredentials(t.Context()); err != nil {
		t.Fatal(err)
	}
	port := w.env["MP_API_BASE_URL"][strings.LastIndex(w.env["MP_API_BASE_URL"], ":")+1:]
	path := filepath.Join(filepath.Dir(config), "quota", "515151@127.0.0.1-"+port+".json")
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestWhatMixpanelRefusesIsRemembered(t *testing.T) {
	w := startWorld(t)
	if err := w.simulator.Inject(mpsim.Fault{Path: "/api/2.0/export", Times: 1, Effect: mpsim.Status{Code: 429, RetryAfter: 1800}}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		workspace := open(t, w, func(o *host.Options) { o.NoWait = true })
		if _, err := workspace.FetchEvents(t.Context(), firstDays); mperr.CodeOf(err) != "RATE_LIMITED" {
			t.Errorf("error = %v", err)
		}
		if err := workspace.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if asked := len(w.simulator.Requests()); asked != 1 {
		t.Errorf("%d requests were sent, want the one that was refused", asked)
	}
}

func TestAnExportLimitThatIsNoNumberIsRefused(t *testing.T) {
	w := startWorld(t)
	w.env["MP_EXPORTS_PER_HOUR"] = "many"
	if _, err := open(t, w, nil).FetchEvents(t.Context(), firstDays); mperr.CodeOf(err) != "CONFIG_ERROR" || !strings.Contains(err.Error(), "many") {
		t.Errorf("error = %v", err)
	}
	if asked := len(w.simulator.Requests()); asked != 0 {
		t.Errorf("%d requests were sent", asked)
	}
}
