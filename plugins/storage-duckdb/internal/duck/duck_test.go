package duck_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func open(tb testing.TB) *duck.Database {
	tb.Helper()
	database, err := duck.Open(filepath.Join(tb.TempDir(), "x.duckdb"), nil)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := database.Close(); err != nil {
			tb.Error(err)
		}
	})
	return database
}

func exec(t *testing.T, database *duck.Database, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if err := database.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// number is the one number that a statement gives.
func number(t *testing.T, database *duck.Database, statement string) (n int64) {
	t.Helper()
	err := database.Read(t.Context(), func(tx *duck.Transaction) error {
		return tx.Query(func(into func(...any) error) error { return into(&n) }, statement)
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return n
}

func TestTransactionsAreWholeOrNothing(t *testing.T) {
	database := open(t)
	exec(t, database, "CREATE TABLE t (a INTEGER)")
	insert := func(tx *duck.Transaction) error { return tx.Insert("t", "a", [][]any{{1}, {2}}) }
	failed := errors.New("on purpose")
	if err := database.Write(t.Context(), func(tx *duck.Transaction) error { return errors.Join(insert(tx), failed) }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() {
			if recover() != "on purpose" {
				t.Error("the panic is lost")
			}
		}()
		_ = database.Write(t.Context(), func(tx *duck.Transaction) error {
			_ = insert(tx)
			panic("on purpose")
		})
	}()
	ctx, cancel := context.WithCancel(t.Context())
	err := database.Write(ctx, func(tx *duck.Transaction) error {
		defer cancel()
		return insert(tx)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
	if n := number(t, database, "SELECT count(*) FROM t"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if err := database.Write(t.Context(), insert); err != nil {
		t.Fatal(err)
	}
	if n := number(t, database, "SELECT count(*) FROM t"); n != 2 {
		t.Errorf("%d rows are there", n)
	}
	err = database.Read(t.Context(), insert)
	if failure := duck.FailureOf(err); failure == nil || failure.Kind != "TransactionContext" {
		t.Errorf("a write in a reading transaction: %v", err)
	}
}

func TestOptionsAndPathsAreChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.duckdb")
	for _, option := range []duck.Option{{"threads", "many"}, {"memory_limit", "x"}} {
		_, err := duck.Open(path, []duck.Option{option})
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != option.Name {
			t.Errorf("%v: %v", option, err)
		}
	}
	for path, ok := range map[string]bool{
		"/a/b": true, "/a b/é": true, `C:\Users\a.duckdb`: true, "/a%20b": true, "/a&b=c": true, "/a+b;c": true,
		"/a?b": false, "/a#b": false, "/a%": false, "/a%zz": false, "/a\x00b": false, "/a\nb": false,
	} {
		if err := duck.CheckPath(path); (err == nil) != ok {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestAnswersMayBeClosedFromAnywhere(t *testing.T) {
	database := open(t)
	before := runtime.NumGoroutine()
	var all sync.WaitGroup
	for range 8 {
		answer, err := database.Query(t.Context(), duck.Question{SQL: "FROM range(100000000)"})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			all.Go(answer.Close)
		}
		all.Go(func() {
			for {
				batch, err := answer.Next(t.Context())
				if err != nil {
					return
				}
				batch.Release()
			}
		})
	}
	all.Wait()
	database.EndAnswers()
	if _, err := database.Query(t.Context(), duck.Question{SQL: "SELECT 1"}); err == nil {
		t.Error("a question after the end is answered")
	}
	if after := runtime.NumGoroutine(); after > before+2 {
		t.Errorf("%d goroutines are left of %d", after, before)
	}
}

func TestAFailedQuestionLeavesNothingBehind(t *testing.T) {
	database := open(t)
	exec(t, database, "CREATE TABLE t (a INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)")
	for _, text := range []string{"INSERT INTO t VALUES (2), (1)", "SELECT nothing", "CREATE TABLE u AS SELECT error('x')"} {
		if _, err := database.Query(t.Context(), duck.Question{SQL: text, Write: true}); duck.FailureOf(err) == nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	// A transaction that was left open would keep this from happening.
	exec(t, database, "DROP TABLE t", "CHECKPOINT")
}

func TestAnswersAreBornAndGoWithTheirMemory(t *testing.T) {
	database := open(t)
	for range 200 {
		answer, err := database.Query(t.Context(), duck.Question{SQL: "SELECT i, repeat('x', 100), '{}'::JSON FROM range(5000) t(i)"})
		if err != nil {
			t.Fatal(err)
		}
		rows := int64(0)
		for {
			batch, err := answer.Next(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rows += batch.NumRows()
			batch.Release()
		}
		answer.Close()
		if rows != 5000 {
			t.Fatalf("%d rows", rows)
		}
	}
	if n := number(t, database, "SELECT count(*) FROM duckdb_prepared_statements()"); n != 0 {
		t.Errorf("%d prepared statements are left", n)
	}
}

func TestFailuresAreTakenApart(t *testing.T) {
	for text, want := range map[string]*duck.Failure{
		`{"exception_type":"Catalog","exception_message":"Table with name x does not exist!","position":"14","error_subtype":"MISSING_ENTRY","type":"Table","name":"x"}`: {
			Kind: "Catalog", Text: "Table with name x does not exist!", Offset: 14, Missing: "Table", Name: "x",
		},
		`Parser Error: {"exception_type":"Parser","exception_message":"syntax error","error_subtype":"SYNTAX_ERROR","position":"0"}`: {Kind: "Parser", Text: "syntax error"},
		`{"exception_type":"IO","exception_message":"no"}` + "\n\nLINE 1: x":                                                         {Kind: "IO", Text: "no", Offset: -1},
		`{"exception_type":"IO","exception_message":"no","position":"-3"}`:                                                           {Kind: "IO", Text: "no", Offset: -1},
		`IO Error: Cannot open file "a Error: b"`:                                                                                    {Kind: "IO", Text: `Cannot open file "a Error: b"`, Offset: -1},
		"Out of Memory Error: failed":                                                                                                {Kind: "Out of Memory", Text: "failed", Offset: -1},
		"something else":                                                                                                             {Text: "something else", Offset: -1},
		"":                                                                                                                           {Offset: -1},
		`{"exception_type":"IO","exception_message":`:                                                                                {Text: `{"exception_type":"IO","exception_message":`, Offset: -1},
		"a very long text that is no class of DuckDB's, then Error: x":                                                               {Text: "a very long text that is no class of DuckDB's, then Error: x", Offset: -1},
	} {
		if diff := cmp.Diff(want, duck.ParseFailure(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzParseFailure(f *testing.F) {
	f.Add(`Parser Error: {"exception_type":"Parser","exception_message":"syntax error","position":"7"}`)
	f.Add("IO Error: x")
	f.Add(`{"exception_type":["x"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		failure := duck.ParseFailure(text)
		if failure == nil || failure.Offset < -1 {
			t.Errorf("%q gives %+v", text, failure)
		}
	})
}

func TestQuoteMakesOneIdentifier(t *testing.T) {
	database := open(t)
	for _, name := range []string{"a", `a"b`, `""`, "a b; DROP TABLE x", "日本", strings.Repeat("x", 1000), "select"} {
		exec(t, database, "CREATE TABLE "+duck.Quote(name)+" (a INTEGER)", "DROP TABLE "+duck.Quote(name))
	}
}
