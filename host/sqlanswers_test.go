package host_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
	"github.com/mixpanel-data/mp/sdk/value"
)

// kinds has a column of each kind of value, in the engine's own types.
const kinds = `SELECT -9007199254740993 AS whole, 18446744073709551615::UBIGINT AS large, sum(i) AS total, 1.10::DECIMAL(9,2) AS price,
	0.5::DOUBLE AS rate, 'naïve' AS name, i > 5 AS no, NULL::VARCHAR AS nothing, TIMESTAMPTZ '2026-01-02 03:04:05.000006+01' AS at,
	DATE '2026-01-02' AS day, TIME '00:00:01' AS since, '{"z": 9007199254740993, "a": 1.0}'::JSON AS document, [1, NULL] AS list,
	{'b': 1::UTINYINT, 'a': 'x'} AS struct, 'ab'::BLOB AS bytes
	FROM range(5) t(i) WHERE i < $below::INTEGER GROUP BY ALL`

// storeOf is a workspace over an empty store of its own.
func storeOf(t *testing.T) *host.Workspace {
	t.Helper()
	return open(t, startWorld(t), func(o *host.Options) { o.Temporary = host.InMemory })
}

func TestRowsAndScalarAndSQLGiveTheValuesOfGo(t *testing.T) {
	workspace := storeOf(t)
	query := storage.Query{SQL: kinds, Params: map[string]string{"below": "3"}}
	want := []any{
		int64(-9007199254740993), uint64(18446744073709551615), json.Number("3"), json.Number("1.10"),
		0.5, "naïve", false, nil, time.Date(2026, 1, 2, 2, 4, 5, 6000, time.UTC),
		time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), time.Second, json.RawMessage(`{"z": 9007199254740993, "a": 1.0}`), []any{int64(1), nil},
		value.Object{{Name: "b", Value: uint64(1)}, {Name: "a", Value: "x"}}, []byte("ab"),
	}
	var rows []host.Row
	for row, err := range workspace.Rows(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if len(rows) != 1 {
		t.Fatalf("%d rows, want 1", len(rows))
	}
	if diff := cmp.Diff(want, rows[0].Values); diff != "" {
		t.Error("Rows:\n" + diff)
	}
	if name, ok := rows[0].Value("name"); !ok || name != "naïve" {
		t.Errorf("name = %v, %v", name, ok)
	}
	if _, ok := rows[0].Value("nobody"); ok {
		t.Error("a value of a column that is not there")
	}
	answer, err := workspace.SQL(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]any{want}, answer.Rows()); diff != "" {
		t.Error("SQL:\n" + diff)
	}
	if diff := cmp.Diff(rows[0].Columns, answer.Columns()); diff != "" {
		t.Error(diff)
	}
	first, err := workspace.Scalar(t.Context(), query)
	if err != nil || first != want[0] {
		t.Errorf("Scalar = %v, %v", first, err)
	}
}

func TestSQLPutsAllBatchesTogether(t *testing.T) {
	workspace := storeOf(t)
	query := storage.Query{SQL: "SELECT i, 'row ' || i AS name FROM range(50000) t(i) ORDER BY i"}
	answer, err := workspace.SQL(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	rows, at := answer.Rows(), 0
	for row, err := range workspace.Rows(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Values[0] != int64(at) || rows[at][0] != row.Values[0] || rows[at][1] != row.Values[1] {
			t.Fatalf("row %d is %v one by one, %v in the whole answer", at, row.Values, rows[at])
		}
		at++
	}
	if at != 50000 || answer.RowCount() != at {
		t.Errorf("%d rows one by one, %d in the whole answer; want 50000", at, answer.RowCount())
	}
}

func TestRowsEndWhereNobodyReadsOnAndTheStoreIsFreeAgain(t *testing.T) {
	workspace := storeOf(t)
	for range 3 {
		for row, err := range workspace.Rows(t.Context(), storage.Query{SQL: "SELECT i FROM range(1000000) t(i)"}) {
			if err != nil || row.Values[0] != int64(0) {
				t.Fatalf("first row %v, %v", row.Values, err)
			}
			break
		}
	}
	if _, err := workspace.Scalar(t.Context(), storage.Query{SQL: "CREATE TABLE free (n INTEGER)", Write: true}); err != nil {
		t.Errorf("writing afterwards: %v", err)
	}
}

func TestAnAnswerWithoutRowsIsNilAndEmpty(t *testing.T) {
	workspace := storeOf(t)
	none := storage.Query{SQL: "SELECT 1 AS n WHERE false"}
	if got, err := workspace.Scalar(t.Context(), none); got != nil || err != nil {
		t.Errorf("Scalar = %v, %v; want nil and no error", got, err)
	}
	for row, err := range workspace.Rows(t.Context(), none) {
		t.Errorf("row %v, %v", row, err)
	}
	answer, err := workspace.SQL(t.Context(), none)
	if err != nil {
		t.Fatal(err)
	}
	if encoded, err := json.Marshal(answer); err != nil || string(encoded) != `{"columns":["n"],"rows":[],"row_count":0}` {
		t.Errorf("JSON is %s, %v", encoded, err)
	}
}

func TestAWrongQueryIsTheOnlyThingThatRowsGive(t *testing.T) {
	workspace := storeOf(t)
	wrong := storage.Query{SQL: "SELECT nobody"}
	_, scalarErr := workspace.Scalar(t.Context(), wrong)
	_, wholeErr := workspace.SQL(t.Context(), wrong)
	errs := []error{scalarErr, wholeErr}
	for row, err := range workspace.Rows(t.Context(), wrong) {
		if row.Values != nil {
			t.Errorf("a row %v", row.Values)
		}
		errs = append(errs, err)
	}
	if len(errs) != 3 {
		t.Fatalf("%d errors, want one of each", len(errs))
	}
	for _, err := range errs {
		if !errors.Is(err, mperr.ErrQuery) {
			t.Errorf("%v, want a QueryFailed", err)
		}
	}
}
