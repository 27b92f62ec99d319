package host_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// fetching is a workspace that holds the store with four days in it, and is fetching more until the test lets it go on.
func fetching(t *testing.T, w *world, request fetch.Request) (holder *host.Workspace, goOn func()) {
	t.Helper()
	holder = open(t, w, nil)
	first := fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-04"}
	if _, err := holder.FetchEvents(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	held := gate{make(chan struct{}), make(chan struct{})}
	if err := w.simulator.Inject(mpsim.Fault{Path: "/api/2.0/export", Query: "from_date=" + request.To, Effect: held}); err != nil {
		t.Fatal(err)
	}
	request.UnitDays, request.Workers = 1, 1
	var running sync.WaitGroup
	running.Go(func() {
		if _, err := holder.FetchEvents(t.Context(), request); err != nil {
			t.Errorf("the fetch that is read beside: %v", err)
		}
	})
	goOn = sync.OnceFunc(func() {
		close(held.open)
		running.Wait()
	})
	<-held.reached
	return holder, goOn
}

// reading is a workspace that only reads, and what it was warned of.
func reading(t *testing.T, w *world) (reader *host.Workspace, warnings *[]string) {
	t.Helper()
	warnings = &[]string{}
	return open(t, w, func(o *host.Options) {
		o.ReadOnly = true
		o.Warn = func(text string) { *warnings = append(*warnings, text) }
	}), warnings
}

func TestStoreThatIsFetchedIntoAnswersOthers(t *testing.T) {
	w := startWorld(t)
	request := fetch.Request{Table: "events", From: "2026-01-05", To: "2026-01-08", Mode: storage.Append}
	holder, goOn := fetching(t, w, request)
	defer goOn()
	reader, warnings := reading(t, w)
	if got := count(t, reader, "SELECT count(DISTINCT project_day) FROM events"); got != 7 {
		t.Errorf("%d days are seen, want the seven that are complete", got)
	}
	if len(*warnings) != 1 || !strings.Contains((*warnings)[0], "is in use by process") {
		t.Errorf("warnings %q, want one that names the holder", *warnings)
	}
	days, err := reader.Coverage(t.Context(), "events")
	if err != nil || len(days) != 7 {
		t.Errorf("%d days are covered, %v", len(days), err)
	}
	if columns, err := reader.Describe(t.Context(), "events"); err != nil || len(columns) < 6 {
		t.Errorf("%d columns, %v", len(columns), err)
	}
	if info, err := reader.Info(t.Context()); err != nil || len(info.Tables) != 1 {
		t.Errorf("info %+v, %v", info, err)
	}
	rows, err := reader.Sample(t.Context(), "events", 3)
	if err != nil {
		t.Fatal(err)
	}
	if batch, err := rows.Next(t.Context()); err != nil || batch.NumRows() == 0 {
		t.Errorf("no sample: %v", err)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	goOn()
	if got := count(t, reader, "SELECT count(DISTINCT project_day) FROM events"); got != 8 {
		t.Errorf("%d days are seen after the commit, want 8", got)
	}
	if err := holder.Close(); err != nil {
		t.Fatal(err)
	}
	if got := count(t, reader, "SELECT count(DISTINCT project_day) FROM events"); got != 8 || len(*warnings) != 1 {
		t.Errorf("%d days without the holder, warnings %q", got, *warnings)
	}
}

func TestStoreThatIsFetchedIntoIsNotChangedByOthers(t *testing.T) {
	w := startWorld(t)
	_, goOn := fetching(t, w, fetch.Request{Table: "events", From: "2026-01-05", To: "2026-01-06", Mode: storage.Append})
	defer goOn()
	reader, _ := reading(t, w)
	writer := open(t, w, nil)
	for name, workspace := range map[string]*host.Workspace{"a reader": reader, "a writer": writer} {
		for what, change := range map[string]func() error{
			"a fetch": func() error { _, err := workspace.FetchEvents(t.Context(), tenDays); return err },
			"a drop":  func() error { return workspace.Drop(t.Context(), "events") },
			"an SQL": func() error {
				_, err := workspace.Query(t.Context(), storage.Query{SQL: "DROP TABLE events", Write: true})
				return err
			},
		} {
			var locked *mperr.StorageLocked
			if err := change(); !errors.As(err, &locked) || locked.HolderPID == 0 {
				t.Errorf("%s by %s: %v, want that the store is locked, and by whom", what, name, err)
			}
		}
	}
	_, err := reader.Query(t.Context(), storage.Query{SQL: "DROP TABLE events"})
	if mperr.CodeOf(err) != "QUERY_FAILED" {
		t.Errorf("SQL that writes without saying so: %v", err)
	}
	if got := count(t, reader, "SELECT count(DISTINCT project_day) FROM events"); got != 5 {
		t.Errorf("%d days, want 5", got)
	}
}

func TestTableThatIsReplacedIsSeenAsItWas(t *testing.T) {
	w := startWorld(t)
	_, goOn := fetching(t, w, fetch.Request{Table: "events", From: "2026-01-05", To: "2026-01-06", Mode: storage.Replace})
	defer goOn()
	reader, _ := reading(t, w)
	const days = "SELECT min(project_day)::VARCHAR = '2026-01-01' AND max(project_day)::VARCHAR = '2026-01-04' FROM events"
	if got := count(t, reader, "SELECT count(*) FROM ("+days+") AS t(as_it_was) WHERE as_it_was"); got != 1 {
		t.Error("rows of the new table are seen, or rows of the old are missing")
	}
	if covered, err := reader.Coverage(t.Context(), "events"); err != nil || len(covered) != 4 {
		t.Errorf("%d days are covered, %v", len(covered), err)
	}
	goOn()
	if got := count(t, reader, "SELECT count(DISTINCT project_day) FROM events"); got != 2 {
		t.Errorf("%d days after the commit, want 2", got)
	}
}

func TestAnswerIsCutOffWhenTheHolderCloses(t *testing.T) {
	w := startWorld(t)
	holder, goOn := fetching(t, w, fetch.Request{Table: "events", From: "2026-01-05", To: "2026-01-06", Mode: storage.Append})
	goOn()
	reader, _ := reading(t, w)
	rows, err := reader.Query(t.Context(), storage.Query{SQL: "SELECT a.* FROM events AS a, range(1000000)"})
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var closing sync.WaitGroup
	closing.Go(func() {
		if err := holder.Close(); err != nil {
			t.Error(err)
		}
	})
	for err == nil {
		_, err = rows.Next(context.Background())
	}
	var failed *mperr.StorageFailed
	if errors.Is(err, io.EOF) || !errors.As(err, &failed) || failed.Fix == "" {
		t.Errorf("the answer ends with %v, want the advice to repeat", err)
	}
	closing.Wait()
	if got := count(t, reader, "SELECT count(DISTINCT project_day) FROM events"); got != 6 {
		t.Errorf("%d days without the holder, want 6", got)
	}
}
