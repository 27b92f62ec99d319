package mperr_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func typeName(e mperr.Error) string { return reflect.TypeOf(e).Elem().Name() }

// The file is the promise to scripts and plugins: a line may be added; a changed code, gRPC code or exit status breaks
// somebody.
func TestTableIsFrozen(t *testing.T) {
	var got strings.Builder
	for _, row := range mperr.Table() {
		fmt.Fprintf(&got, "%s\t%s\t%s\t%d\t%s\n", row.Code, typeName(row.New()), row.GRPC, row.Exit, row.Hint)
	}
	golden := filepath.Join("testdata", "table.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the table differs from %s (-want +got); if that is meant, run go test ./mperr -update:\n%s", golden, diff)
	}
}

func TestEachCodeAndTypeHasOneRow(t *testing.T) {
	codes, types := map[mperr.Code]bool{}, map[string]bool{}
	for _, row := range mperr.Table() {
		name := typeName(row.New())
		if codes[row.Code] || types[name] {
			t.Errorf("%s (%s) has a second row", row.Code, name)
		}
		codes[row.Code], types[name] = true, true
	}
}

// A new type without a row would travel as UNKNOWN_ERROR; the source is read so that it cannot be forgotten.
func TestEveryTypeWithACodeIsInTheTable(t *testing.T) {
	want := map[string]string{}
	for _, row := range mperr.Table() {
		want[typeName(row.New())] = string(row.Code)
	}
	if diff := cmp.Diff(want, codesInSource(t)); diff != "" {
		t.Errorf("table and Code methods differ (-table +source):\n%s", diff)
	}
}

// codesInSource gives the literal that each type's Code method returns.
func codesInSource(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			method, ok := decl.(*ast.FuncDecl)
			if !ok || method.Recv == nil || method.Name.Name != "Code" {
				continue
			}
			receiver := method.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name
			literal := method.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit).Value
			if found[receiver], err = strconv.Unquote(literal); err != nil {
				t.Fatal(err)
			}
		}
	}
	return found
}

func TestNewMakesTheErrorOfItsRow(t *testing.T) {
	for _, row := range mperr.Table() {
		first, second := row.New(), row.New()
		if first.Code() != row.Code {
			t.Errorf("New of %s has code %s", row.Code, first.Code())
		}
		if first == second {
			t.Errorf("New of %s gives the same value twice", row.Code)
		}
	}
}

func TestRowsAreWellFormed(t *testing.T) {
	word := regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	for _, row := range mperr.Table() {
		if !word.MatchString(string(row.Code)) {
			t.Errorf("%s is not upper snake case", row.Code)
		}
		if row.GRPC == 0 {
			t.Errorf("%s travels as OK, which is no error", row.Code)
		}
		if row.Exit < 1 || row.Exit > 130 {
			t.Errorf("%s ends a command with %d", row.Code, row.Exit)
		}
		if strings.TrimSpace(row.Hint) == "" || strings.HasSuffix(row.Hint, ".") {
			t.Errorf("%s: hint %q is empty or ends with a full stop", row.Code, row.Hint)
		}
	}
}

func TestTableIsACopy(t *testing.T) {
	mperr.Table()[0].Code = "CHANGED"
	if got := mperr.Table()[0].Code; got == "CHANGED" {
		t.Error("changing the answer of Table changed the table")
	}
}

func TestRowOfAnUnknownCodeIsUnknownError(t *testing.T) {
	for _, code := range []mperr.Code{"", "NO_SUCH_CODE", "config_error"} {
		if got := mperr.RowOf(code).Code; got != "UNKNOWN_ERROR" {
			t.Errorf("RowOf(%q) is %s", code, got)
		}
	}
}
