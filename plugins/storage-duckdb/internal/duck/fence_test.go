package duck_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

func TestAFenceHoldsUntilItsTransactionIsOver(t *testing.T) {
	database, err := duck.Open(filepath.Join(t.TempDir(), "x.duckdb"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	ask := func(text, steady string) error {
		answer, err := database.Query(context.Background(), duck.Question{SQL: text, Write: true, Steady: steady})
		if err == nil {
			answer.Close()
		}
		return err
	}
	for _, text := range []string{
		"CREATE TABLE plain (a INTEGER, b INTEGER)", "INSERT INTO plain VALUES (1, 2)", "CREATE TABLE indexed (a INTEGER PRIMARY KEY)",
		"INSERT INTO indexed VALUES (1)", "CREATE TABLE free (a INTEGER)", "CREATE TABLE narrow (a INTEGER)", "INSERT INTO narrow VALUES (1)",
	} {
		if err := ask(text, ""); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	changes := []string{
		"INSERT INTO plain VALUES (3, 4)", "DELETE FROM plain", "UPDATE plain SET a = 2", "DROP TABLE plain", "ALTER TABLE plain ADD COLUMN c INTEGER",
		"INSERT INTO indexed VALUES (7)", "UPDATE indexed SET a = 8", "DELETE FROM indexed", "INSERT INTO narrow VALUES (3)", "DELETE FROM narrow",
	}
	err = database.Undo(t.Context(), func(tx *duck.Transaction) error {
		if err := tx.Fence("SELECT 'main', unnest(['plain', 'indexed', 'narrow'])"); err != nil {
			return err
		}
		for _, text := range changes {
			if failure := duck.FailureOf(ask(text, "")); failure == nil || !failure.Fenced() {
				t.Errorf("%s: %v, want a failure at the fence", text, failure)
			}
		}
		return ask("INSERT INTO free SELECT a FROM plain", "")
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := ask("INSERT INTO free VALUES (2)", "SELECT count(*) FROM free"); !errors.Is(err, duck.ErrUnsteady) {
		t.Errorf("a statement that changes what is steady: %v", err)
	}
	if err := ask("INSERT INTO plain SELECT 5, a FROM free", "SELECT count(*) FROM free"); err != nil {
		t.Errorf("after the fence: %v", err)
	}
	for text, want := range map[string]string{
		"SELECT count(*) || ' ' || sum(a) || ' ' || sum(b) FROM plain": "2 6 3", "SELECT count(*) || ' ' || sum(a) FROM indexed": "1 1",
		"SELECT count(*) || ' ' || sum(a) FROM free": "1 1",
	} {
		var got string
		err := database.Read(t.Context(), func(tx *duck.Transaction) error {
			return tx.Query(func(into func(...any) error) error { return into(&got) }, text)
		})
		if err != nil || got != want {
			t.Errorf("%s gives %q, %v, want %q", text, got, err, want)
		}
	}
}
