package arch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The map of docs/architecture.md has every folder below the ones of the first level that holds packages, and no other.
func TestArchitectureNamesTheFoldersThatAreThere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, top := range []string{"cmd", "host", "sdk", "plugins", "internal", "examples"} {
		entries, err := os.ReadDir(filepath.Join(root, top))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			folder := top + "/" + entry.Name()
			if entry.IsDir() && entry.Name() != "internal" && !strings.Contains(string(page), "`"+folder+"`") {
				t.Errorf("docs/architecture.md does not say what is in %s", folder)
			}
		}
		for _, word := range words(string(page)) {
			if !strings.HasPrefix(word, top+"/") || strings.ContainsAny(word, "* ") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(word))); err != nil {
				t.Errorf("docs/architecture.md names %s: %v", word, err)
			}
		}
	}
}
