package host_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var tenDays = fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-10"}

func count(t *testing.T, workspace *host.Workspace, sql string) int64 {
	t.Helper()
	rows, err := workspace.Query(t.Context(), storage.Query{SQL: sql})
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	batch, err := rows.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, ok := batch.Column(0).GetOneForMarshal(0).(int64)
	if !ok {
		t.Fatalf("%s gives %T", sql, batch.Column(0).GetOneForMarshal(0))
	}
	if _, err := rows.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Fatalf("after the only row: %v, want io.EOF", err)
	}
	return n
}

func TestWorkspaceFetchesWhatMixpanelHas(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	summary, err := workspace.FetchEvents(t.Context(), tenDays)
	if err != nil {
		t.Fatal(err)
	}
	if summary.Received != events || !summary.Balances() {
		t.Errorf("summary = %+v, want %d received and a balance", summary.Counts, events)
	}
	if got := count(t, workspace, "SELECT count(*) FROM events"); got != summary.Stored {
		t.Errorf("%d rows in the table, %d stored", got, summary.Stored)
	}
	days, err := workspace.Coverage(t.Context(), "events")
	if err != nil || len(days) != 10 {
		t.Errorf("coverage = %d days, %v; want 10", len(days), err)
	}
}

func TestWorkspaceStoreIsThereWhenOpenedAgain(t *testing.T) {
	w := startWorld(t)
	first := open(t, w, nil)
	if _, err := first.FetchEvents(t.Context(), tenDays); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, w, func(o *host.Options) { o.ReadOnly = true })
	if got := count(t, again, "SELECT count(DISTINCT project_day) FROM events"); got != 10 {
		t.Errorf("%d days, want 10", got)
	}
	if err := again.Drop(t.Context(), "events"); err == nil {
		t.Error("a store opened for reading let a table be dropped")
	}
}

func TestWorkspaceNamesTheStoreAfterTheProject(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	got, err := workspace.Location(t.Context())
	if want := filepath.Join(w.home, ".mp", "data", "515151.duckdb"); err != nil || got != want {
		t.Errorf("Location = %q, %v; want %q", got, err, want)
	}
}

func TestWorkspaceAsksNothingUntilItIsNeeded(t *testing.T) {
	w := startWorld(t)
	options, err := w.options()
	if err != nil {
		t.Fatal(err)
	}
	options.PluginDirs = []string{t.TempDir()}
	workspace, err := host.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := workspace.Tables(t.Context()); mperr.CodeOf(err) != "PLUGIN_NOT_FOUND" {
		t.Errorf("Tables without plugins = %v, want PLUGIN_NOT_FOUND", err)
	}
	if err := workspace.Close(); err != nil {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(w.home); len(entries) != 0 {
		t.Errorf("the home has %v, want nothing", entries)
	}
}

func TestWorkspaceRefusesANonsenseRequestBeforeItMakesAStore(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	request := tenDays
	request.From = "2026-02-01"
	if _, err := workspace.FetchEvents(t.Context(), request); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("error = %v, want INVALID_ARGUMENT", err)
	}
	if _, err := os.Stat(filepath.Join(w.home, ".mp", "data")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a store was made: %v", err)
	}
}

func TestWorkspaceWithGivenCredentialsAsksNoProvider(t *testing.T) {
	w := startWorld(t)
	given, err := credential.New(credential.Fields{
		Username: "sa", Secret: credential.NewSecret("wrong"), ProjectID: "515151", Region: "us",
	})
	if err != nil {
		t.Fatal(err)
	}
	workspace := open(t, w, func(o *host.Options) { o.Credentials = &given })
	_, err = workspace.TestCredentials(t.Context())
	if mperr.CodeOf(err) != "AUTH_FAILED" {
		t.Errorf("error = %v, want AUTH_FAILED for the given secret", err)
	}
}

func TestWorkspaceIsSafeForConcurrentUse(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	if _, err := workspace.FetchEvents(t.Context(), tenDays); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := workspace.Tables(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := workspace.Resolve(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestWorkspaceCloseTwiceAndUseAfterwards(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	if _, err := workspace.Resolve(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := workspace.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := workspace.Tables(t.Context()); err == nil {
		t.Error("a closed workspace opened a store")
	}
}

func TestWorkspaceCancelledFetchKeepsWholeUnitsAndGoesOn(t *testing.T) {
	w := startWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	first := open(t, w, func(o *host.Options) {
		o.Progress = func(p fetch.Progress) {
			if p.Step == fetch.Stored {
				cancel()
			}
		}
	})
	request := tenDays
	request.UnitDays, request.Workers = 1, 1
	if _, err := first.FetchEvents(ctx, request); !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v, want a cancelled context's", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, w, nil)
	summary, err := again.FetchEvents(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if summary.UnitsResumed == 0 || summary.UnitsResumed+summary.Units != 10 {
		t.Errorf("%d units found and %d fetched, want some and 10 together", summary.UnitsResumed, summary.Units)
	}
}

func TestWorkspaceGoesOnAfterACancelledFetchWithoutBeingOpenedAgain(t *testing.T) {
	w := startWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	workspace := open(t, w, func(o *host.Options) {
		o.Progress = func(p fetch.Progress) {
			if p.Step == fetch.Stored {
				cancel()
			}
		}
	})
	request := tenDays
	request.UnitDays, request.Workers = 1, 1
	if _, err := workspace.FetchEvents(ctx, request); !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v, want a cancelled context's", err)
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

func TestWorkspaceNeverShowsTheSecret(t *testing.T) {
	w := startWorld(t)
	var shown strings.Builder
	workspace := open(t, w, func(o *host.Options) { o.Warn = func(text string) { shown.WriteString(text) }; o.Account = "other" })
	outcome, err := workspace.Resolve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := shown.String() + outcome.Links[0].Reason + outcome.Credentials.String()
	if shown.Len() == 0 || strings.Contains(text, canary) {
		t.Errorf("warnings and outcome: %s", text)
	}
}

func TestWorkspaceDropsTheTablesOfAKind(t *testing.T) {
	workspace := open(t, startWorld(t), func(o *host.Options) { o.Temporary = host.InMemory })
	answer, err := workspace.SQL(t.Context(), storage.Query{SQL: "SELECT 1 AS n"})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"b", "a"} {
		if _, err := workspace.StoreResult(t.Context(), table, storage.Create, storage.Metadata{}, answer); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := workspace.Scalar(t.Context(), storage.Query{SQL: "CREATE TABLE mine AS SELECT 1 AS n", Write: true}); err != nil {
		t.Fatal(err)
	}
	if names, err := workspace.DropAll(t.Context(), "cohorts"); mperr.CodeOf(err) != "INVALID_ARGUMENT" || names != nil {
		t.Errorf("cohorts: %v, %v", names, err)
	}
	if names, err := workspace.DropAll(t.Context(), storage.Events); err != nil || len(names) != 0 {
		t.Errorf("events: %v, %v; want none", names, err)
	}
	if names, err := workspace.DropAll(t.Context(), ""); err != nil || !slices.Equal(names, []string{"a", "b"}) {
		t.Errorf("all: %v, %v; want a and b", names, err)
	}
	if got := count(t, workspace, "SELECT count(*) FROM mine"); got != 1 {
		t.Errorf("the table made with SQL has %d rows, want 1", got)
	}
}
