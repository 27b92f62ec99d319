package host_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// tablesAndAView is a store with the results a and b, the table mine, which SQL has made, and the view seen.
func tablesAndAView(t *testing.T) *host.Workspace {
	t.Helper()
	workspace := open(t, startWorld(t), func(o *host.Options) { o.Temporary = host.InMemory })
	answer, err := workspace.SQL(t.Context(), storage.Query{SQL: "SELECT 1 AS n"})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"a", "b"} {
		if _, err := workspace.StoreResult(t.Context(), table, storage.Create, storage.Metadata{}, answer); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{"CREATE TABLE mine AS SELECT 1 AS n", "CREATE VIEW seen AS SELECT 1 AS n"} {
		if _, err := workspace.Scalar(t.Context(), storage.Query{SQL: statement, Write: true}); err != nil {
			t.Fatal(err)
		}
	}
	return workspace
}

func TestADropOfAViewRemovesNone(t *testing.T) {
	workspace := tablesAndAView(t)
	for _, names := range [][]string{{"a", "mine", "seen"}, {"a", "SEEN", "b"}, {"mine", "a", "Seen"}} {
		if err := workspace.Drop(t.Context(), names...); !errors.As(err, new(*mperr.StorageFailed)) {
			t.Errorf("%q: %v, want the store's refusal", names, err)
		}
	}
	for _, name := range []string{"a", "b", "mine", "seen"} {
		if _, err := workspace.Describe(t.Context(), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := workspace.Drop(t.Context(), "a", "mine", "A", "a"); err != nil {
		t.Errorf("names that come twice: %v", err)
	}
	for _, name := range []string{"a", "mine"} {
		if _, err := workspace.Describe(t.Context(), name); !errors.As(err, new(*mperr.TableNotFound)) {
			t.Errorf("%s after the drop: %v", name, err)
		}
	}
}

func TestADropOfAllTellsWhatIsGoneWhereItFails(t *testing.T) {
	workspace := tablesAndAView(t)
	sink, err := workspace.Sink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := sink.Begin(t.Context(), storage.Target{Table: "b", Kind: storage.Result, Mode: storage.Replace, Fingerprint: "f"})
	if err != nil {
		t.Fatal(err)
	}
	names, err := workspace.DropAll(t.Context(), "")
	if !errors.As(err, new(*mperr.SessionConflict)) || !slices.Equal(names, []string{"a"}) {
		t.Errorf("gone are %q, %v; want a alone and a conflict", names, err)
	}
	if err := sink.Abort(t.Context(), session.ID); err != nil {
		t.Fatal(err)
	}
	if names, err := workspace.DropAll(t.Context(), ""); err != nil || !slices.Equal(names, []string{"b"}) {
		t.Errorf("then %q, %v; want b", names, err)
	}
}
