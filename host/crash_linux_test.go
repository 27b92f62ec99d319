package host_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// killStorage kills the storage plugin that this test's process has started.
func killStorage(t *testing.T) {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", os.Getpid()))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for field := range strings.FieldsSeq(string(text)) {
			pid, _ := strconv.Atoi(field)
			if line, _ := os.ReadFile("/proc/" + field + "/cmdline"); pid > 0 && bytes.Contains(line, []byte("mp-storage-duckdb")) {
				if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

func TestWorkspaceGoesOnAfterItsStoragePluginDied(t *testing.T) {
	w := startWorld(t)
	var once sync.Once
	workspace := open(t, w, func(o *host.Options) {
		o.Progress = func(p fetch.Progress) {
			if p.Step == fetch.Stored {
				once.Do(func() { killStorage(t) })
			}
		}
	})
	request := tenDays
	request.UnitDays, request.Workers = 1, 1
	_, err := workspace.FetchEvents(t.Context(), request)
	crash, ok := errors.AsType[*mperr.PluginCrashed](err)
	if !ok || mperr.CodeOf(err) != "FETCH_INCOMPLETE" || crash.Exit != "signal: killed" || crash.Call == "storage.Info" {
		t.Fatalf("error = %v, want the plugin's end as the cause", err)
	}
	summary, err := workspace.FetchEvents(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if summary.UnitsResumed == 0 || summary.Received+summary.Resumed.Received != events {
		t.Errorf("%d units found, %d and %d lines; want some units and %d lines together",
			summary.UnitsResumed, summary.Resumed.Received, summary.Received, events)
	}
}
