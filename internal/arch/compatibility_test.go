package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the repository's.
var root = filepath.Join("..", "..")

var (
	declaredTest = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	namedTest    = regexp.MustCompile("`(Test\\w+|\\w+\\.txtar)`")
)

// A page that promises a test for each of its lines is worth what its names are.
func TestCompatibilityNamesTestsThatAreThere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "compatibility.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := testsOf(t)
	for number, line := range strings.Split(string(page), "\n") {
		cells := strings.Split(strings.TrimSpace(strings.ReplaceAll(line, `\|`, "")), "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[3]) == "shown by" {
			continue
		}
		names := namedTest.FindAllStringSubmatch(cells[3], -1)
		if len(names) == 0 {
			t.Errorf("docs/compatibility.md:%d: no test shows %s", number+1, cells[1])
		}
		for _, name := range names {
			if !there[name[1]] {
				t.Errorf("docs/compatibility.md:%d: there is no %s", number+1, name[1])
			}
		}
	}
}

// testsOf are the names of all tests and scripts of the repository.
func testsOf(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch {
		case strings.HasSuffix(path, ".txtar"):
			there[entry.Name()] = true
		case strings.HasSuffix(path, "_test.go"):
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, name := range declaredTest.FindAllStringSubmatch(string(text), -1) {
				there[name[1]] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return there
}
