package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

const mperrFolder = "../.."

func TestCommittedPageIsUpToDate(t *testing.T) {
	want, err := render(mperrFolder)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(mperrFolder, "..", "..", "docs", "errors.md"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/errors.md differs from package mperr; run make generate (-generated +committed):\n%s", diff)
	}
}

func TestPageDescribesEachCodeOnceWithAllItsDetails(t *testing.T) {
	page, err := render(mperrFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range mperr.Table() {
		if n := bytes.Count(page, []byte("\n| `"+string(row.Code)+"` |")); n != 1 {
			t.Errorf("%s has %d lines in the tables", row.Code, n)
		}
	}
	src, err := readSource(mperrFolder)
	if err != nil {
		t.Fatal(err)
	}
	for name := range src.structs {
		for _, d := range src.details(name) {
			if d.meaning == "" {
				t.Errorf("%s: the field of %s has no comment", name, d.key)
			}
		}
	}
}

func TestPageExplainsEveryExitStatusInUse(t *testing.T) {
	src, err := readSource(mperrFolder)
	if err != nil {
		t.Fatal(err)
	}
	explained := map[int]bool{}
	for _, e := range src.exits {
		explained[e.status] = e.meaning != ""
	}
	for _, row := range mperr.Table() {
		if !explained[row.Exit] {
			t.Errorf("%s ends with status %d, which no constant explains", row.Code, row.Exit)
		}
	}
}

func TestGeneratorNamesWhatIsMissing(t *testing.T) {
	if err := run(t.TempDir(), filepath.Join(t.TempDir(), "errors.md")); err == nil || !strings.Contains(err.Error(), "has no doc comment") {
		t.Errorf("an empty folder gives %v", err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.go"), []byte("package mperr\n\ntype UnknownError struct{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := render(folder); err == nil || !strings.Contains(err.Error(), "UnknownError has no doc comment") {
		t.Errorf("a type without a comment gives %v", err)
	}
}
