package host_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func counted(t *testing.T, series result.Series) *result.SegmentationResult {
	t.Helper()
	answer, err := result.NewSegmentation(result.SegmentationFields{
		Event: "Login", FromDate: "2026-01-01", ToDate: "2026-01-02", Unit: "day", SegmentProperty: "plan", Series: series,
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

var noon = storage.Metadata{Question: "query segmentation", Arguments: `{"event":"Login"}`, AskedAt: "2026-02-01T12:00:00Z"}

func TestAResultIsATableOfTheStore(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	if err := workspace.CheckNewResult(t.Context(), "logins", storage.Create); err != nil {
		t.Errorf("the table could not be created: %v", err)
	}
	answer := counted(t, result.Series{"pro": {"2026-01-01": 3, "2026-01-02": 4}, "free": {"2026-01-01": 5}})
	table, err := workspace.StoreResult(t.Context(), "logins", storage.Create, noon, answer)
	if err != nil || table.Kind != storage.Result || table.Rows != 3 {
		t.Fatalf("table %+v, %v; want three rows", table, err)
	}
	want := noon
	want.ProjectID = strconv.Itoa(projectID)
	if diff := cmp.Diff(want, table.Metadata); diff != "" {
		t.Error(diff)
	}
	if got := count(t, workspace, `SELECT CAST(sum(count) AS BIGINT) FROM logins WHERE segment = 'pro' AND result_row > 0`); got != 7 {
		t.Errorf("the counts add up to %d, want 7", got)
	}
	_, err = workspace.StoreResult(t.Context(), "logins", storage.Create, noon, answer)
	if !errors.As(err, new(*mperr.TableExists)) {
		t.Errorf("create again: %v", err)
	}
	if err := workspace.CheckNewResult(t.Context(), "logins", storage.Create); !errors.As(err, new(*mperr.TableExists)) {
		t.Errorf("check again: %v", err)
	}
	table, err = workspace.StoreResult(t.Context(), "logins", storage.Replace, noon, counted(t, result.Series{}))
	if err != nil || table.Rows != 0 {
		t.Errorf("replaced by %+v, %v; want an empty table", table, err)
	}
	if err := workspace.Drop(t.Context(), "logins"); err != nil {
		t.Error(err)
	}
}

func TestAResultTakesThePlaceOfNoFetchedTable(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	if err := workspace.CheckNewResult(t.Context(), "logins", storage.Replace); err != nil {
		t.Errorf("without a store: %v", err)
	}
	first := fetch.Request{Table: "logins", Mode: storage.Create, From: "2026-01-01", To: "2026-01-01", Limit: 10}
	if _, err := workspace.FetchEvents(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	answer := counted(t, result.Series{"pro": {"2026-01-01": 3}})
	for _, name := range []string{"logins", "LOGINS"} {
		_, err := workspace.StoreResult(t.Context(), name, storage.Replace, noon, answer)
		mismatch, ok := errors.AsType[*mperr.TableKindMismatch](err)
		if want := (mperr.TableKindMismatch{TableName: "logins", Kind: "events", Wanted: "result"}); !ok || *mismatch != want {
			t.Errorf("%s: %v, want %v", name, err, &want)
		}
	}
	if got := count(t, workspace, `SELECT count(*) FROM logins`); got != 10 {
		t.Errorf("%d events are left of ten", got)
	}
}

func TestAResultOfAnyColumnsIsStored(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	answer, err := result.NewJQL(result.JQLFields{Raw: json.RawMessage(
		`[{"result_row":"x","Name":1,"name":"two","":true,"list":[1,{"a":2}],"big":12345678901234567890},{"Name":null}]`)})
	if err != nil {
		t.Fatal(err)
	}
	if table, err := workspace.StoreResult(t.Context(), "script", storage.Create, storage.Metadata{}, answer); err != nil || table.Rows != 2 {
		t.Fatalf("table %+v, %v; want two rows", table, err)
	}
	sql := `SELECT count(*) FROM script WHERE result_row = 1 AND result_row_2 = 'x' AND "Name" = 1 AND name_2 = 'two' AND "column"
		AND list = '[1,{"a":2}]' AND big = '12345678901234567890'`
	if got := count(t, workspace, sql); got != 1 {
		columns, err := workspace.Describe(t.Context(), "script")
		t.Errorf("the row is not as it was answered: %+v, %v", columns, err)
	}
}

func TestAnAnswerInSQLIsStoredWithEveryDigit(t *testing.T) {
	workspace := open(t, startWorld(t), func(o *host.Options) { o.Temporary = host.InMemory })
	answer, err := workspace.SQL(t.Context(), storage.Query{SQL: `SELECT 170141183460469231731687303715884105727::HUGEINT AS huge,
		1.10::DECIMAL(9,2) AS price, '{"z": 1.0, "a": "<"}'::JSON AS document, ['<', NULL] AS list, TIME '01:02:03' AS since`})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := workspace.StoreResult(t.Context(), "kept", storage.Create, storage.Metadata{}, answer); err != nil {
		t.Fatal(err)
	}
	kept, err := workspace.SQL(t.Context(), storage.Query{SQL: "SELECT huge, price, document, list, since FROM kept"})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]any{{"170141183460469231731687303715884105727", "1.10", `{"z": 1.0, "a": "<"}`, `["<",null]`, "01:02:03.000000"}}
	if diff := cmp.Diff(want, kept.Rows()); diff != "" {
		t.Error(diff)
	}
}

func TestAResultThatCannotBeStoredIsRefused(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	for _, tt := range []struct {
		table string
		mode  storage.Mode
	}{{"_own", storage.Create}, {"logins", storage.Append}} {
		_, err := workspace.StoreResult(t.Context(), tt.table, tt.mode, noon, counted(t, result.Series{}))
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("%s, %s: %v", tt.table, tt.mode, err)
		}
	}
	if tables, err := workspace.Tables(t.Context()); err == nil && len(tables) > 0 {
		t.Errorf("tables %v are left", tables)
	}
}
