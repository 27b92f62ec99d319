package arch

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the repository's.
var root = filepath.Join("..", "..")

// line is a line of a table of docs/compatibility.md.
type line struct {
	number int
	// cells are by the headings of their columns.
	cells map[string]string
}

// compatibilityLines are those of every table that names what shows them.
func compatibilityLines(t *testing.T) []line {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "docs", "compatibility.md"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []line
	var headings []string
	for i, text := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(text, "|") {
			headings = nil
			continue
		}
		cells := strings.Split(strings.Trim(text, "|"), "|")
		switch {
		case headings == nil:
			for _, cell := range cells {
				headings = append(headings, strings.TrimSpace(cell))
			}
		case len(cells) != len(headings):
			t.Errorf("docs/compatibility.md:%d has %d cells below %d headings", i+1, len(cells), len(headings))
		case !strings.HasPrefix(cells[0], "---"):
			named := map[string]string{}
			for j, cell := range cells {
				named[headings[j]] = strings.TrimSpace(cell)
			}
			lines = append(lines, line{i + 1, named})
		}
	}
	if len(lines) < 150 {
		t.Errorf("read %d lines only", len(lines))
	}
	return lines
}

var quoted = regexp.MustCompile("`([^`]+)`")

// words are what a cell has between backticks.
func words(cell string) []string {
	var found []string
	for _, word := range quoted.FindAllStringSubmatch(cell, -1) {
		found = append(found, word[1])
	}
	return found
}

// A page that promises a test for each of its lines is worth what its names are.
func TestCompatibilityNamesTestsThatAreThere(t *testing.T) {
	there := testsOf(t)
	for _, line := range compatibilityLines(t) {
		names := words(line.cells["shown by"])
		if len(names) == 0 {
			t.Errorf("docs/compatibility.md:%d: no test shows it", line.number)
		}
		for _, name := range names {
			if !there[name] {
				t.Errorf("docs/compatibility.md:%d: there is no %s", line.number, name)
			}
		}
	}
}

var declaredTest = regexp.MustCompile(`(?m)^func ((?:Test|Example)\w*)\(`)

// testsOf are the names of all tests, examples, scripts and frozen answers of the repository.
func testsOf(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	answers := filepath.Join(root, "sdk", "result", "testdata")
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch {
		case strings.HasSuffix(path, ".txtar"), filepath.Dir(path) == answers:
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

func TestCompatibilityNamesWhatGoHas(t *testing.T) {
	there := exported(t, "host", "host/fetch", "host/discovery", "host/local", "host/mixpanel", "sdk/mperr", "sdk/storage")
	name := regexp.MustCompile(`^(?:[a-z]+\.)?([A-Z]\w*(?:\.[A-Z]\w*)?)$`)
	checked := 0
	for _, line := range compatibilityLines(t) {
		for heading, cell := range line.cells {
			if !strings.HasPrefix(heading, "Go") {
				continue
			}
			for _, word := range words(cell) {
				if found := name.FindStringSubmatch(word); found != nil {
					checked++
					if !there[found[1]] {
						t.Errorf("docs/compatibility.md:%d: there is no %s", line.number, word)
					}
				}
			}
		}
	}
	if checked < 80 {
		t.Errorf("looked at %d names only", checked)
	}
}

func TestCompatibilityNamesErrorsWithTheirDetailsAndStatus(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "errors.md"))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, line := range compatibilityLines(t) {
		code, ok := line.cells["code"]
		if !ok {
			continue
		}
		checked++
		row := regexp.MustCompile(`(?m)^\| ` + code + ` \|.*$`).FindString(string(page))
		// The cells of errors.md: code, meaning, details, gRPC code, status, hint.
		cells := strings.Split(row, " | ")
		if len(cells) < 6 {
			t.Errorf("docs/compatibility.md:%d: docs/errors.md has no row of %s", line.number, code)
			continue
		}
		if status := line.cells["status"]; cells[4] != status {
			t.Errorf("docs/compatibility.md:%d: %s ends with %s, not %s", line.number, code, cells[4], status)
		}
		for _, detail := range words(line.cells["details that both have"]) {
			if !slices.Contains(words(cells[2]), detail) {
				t.Errorf("docs/compatibility.md:%d: %s has no detail %s", line.number, code, detail)
			}
		}
	}
	if checked < 15 {
		t.Errorf("looked at %d errors only", checked)
	}
}

func TestCompatibilityNamesTheKeysAndColumnsOfAnswers(t *testing.T) {
	checked := 0
	for _, line := range compatibilityLines(t) {
		keys, ok := line.cells["JSON keys"]
		if !ok {
			continue
		}
		checked++
		golden := filepath.Join(root, "sdk", "result", "testdata", words(line.cells["shown by"])[0])
		encoded, err := os.ReadFile(golden)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, key := range words(keys) {
			if !bytes.Contains(encoded, []byte(`"`+key+`":`)) {
				t.Errorf("docs/compatibility.md:%d: %s has no key %s", line.number, golden, key)
			}
		}
		for _, key := range keysOf(t, encoded) {
			if !slices.Contains(words(keys), key) {
				t.Errorf("docs/compatibility.md:%d does not name the key %s", line.number, key)
			}
		}
		checkColumns(t, line, strings.TrimSuffix(golden, ".json")+".table")
	}
	if checked < 30 {
		t.Errorf("looked at %d answers only", checked)
	}
}

// keysOf are the keys of an object, or of the first one of a list.
func keysOf(t *testing.T, encoded []byte) []string {
	t.Helper()
	var object map[string]json.RawMessage
	if encoded[0] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(encoded, &list); err != nil || len(list) == 0 {
			t.Fatalf("%s: %v", encoded, err)
		}
		encoded = list[0]
	}
	if err := json.Unmarshal(encoded, &object); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range object {
		keys = append(keys, key)
	}
	return keys
}

// checkColumns compares the columns of a line with those of a frozen table; where the line ends in … they go on.
func checkColumns(t *testing.T, line line, table string) {
	t.Helper()
	shown, err := os.ReadFile(table)
	if err != nil {
		t.Error(err)
		return
	}
	var columns []string
	for _, field := range regexp.MustCompile(`(?m)^(\S+) .* nullable=(?:true|false)$`).FindAllStringSubmatch(string(shown), -1) {
		columns = append(columns, field[1])
	}
	named, rest := strings.CutSuffix(line.cells["columns"], "…")
	want := words(named)
	if rest && len(columns) > len(want) {
		columns = columns[:len(want)]
	}
	if len(want) > 0 && !slices.Equal(columns, want) {
		t.Errorf("docs/compatibility.md:%d: the columns of %s are %v, not %v", line.number, table, columns, want)
	}
}
