package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/mixpanel-data/mp/"

// rule says what the files below a folder may import: of this project only what starts with one of ours, and of others
// nothing that starts with one of not. Tests may import more: the suites and the simulator.
type rule struct {
	folder string
	ours   []string
	not    []string
	why    string
}

const (
	goPlugin = "github.com/hashicorp/go-plugin"
	duckdb   = "github.com/duckdb/"
	protobuf = "google.golang.org/protobuf"
)

// rules are in docs/architecture.md too. The first rule whose folder holds a file decides.
var rules = []rule{
	{"sdk/mperr", []string{"sdk/mperr"}, []string{goPlugin, protobuf, duckdb}, "errors are readable without a process"},
	{"sdk/credential", []string{"sdk/mperr"}, []string{goPlugin, protobuf, duckdb}, "a contract is readable without a process"},
	{"sdk/storage", []string{"sdk/mperr"}, []string{goPlugin, protobuf, duckdb}, "a contract is readable without a process"},
	{"sdk/expression", []string{"sdk/mperr"}, []string{goPlugin, protobuf, duckdb}, "a language is readable without a process"},
	{"sdk/value", nil, []string{goPlugin, protobuf, duckdb}, "values of columns and nothing else"},
	{"sdk/result", []string{"sdk/mperr", "sdk/storage", "sdk/value"}, []string{goPlugin, protobuf, duckdb}, "results know no plugins"},
	{"sdk/internal/pb", nil, []string{goPlugin, duckdb}, "generated code only"},
	{"sdk", []string{"sdk"}, []string{duckdb}, "the SDK depends on nothing else of the project"},

	{"host/mixpanel", []string{"host/mixpanel", "host/wait", "sdk/mperr", "sdk/credential"}, []string{goPlugin, protobuf, duckdb}, "an API client knows no plugins"},
	{"host/discovery", []string{"host/discovery", "host/mixpanel", "internal/spelling", "sdk/mperr", "sdk/result"}, []string{goPlugin, protobuf, duckdb}, "a project is asked, whoever keeps the answers"},
	{"host/live", []string{"host/exporttime", "host/mixpanel", "internal/spelling", "sdk/mperr", "sdk/credential", "sdk/storage", "sdk/result"}, []string{goPlugin, protobuf, duckdb}, "a report is asked for, whoever keeps the answer"},
	{"host/exporttime", []string{"sdk/mperr", "sdk/credential"}, []string{goPlugin, protobuf, duckdb}, "clocks and nothing else"},
	{"host/doctor", []string{"host/exporttime", "host/fetch/scan", "sdk/mperr", "sdk/credential", "sdk/storage"}, []string{goPlugin, protobuf, duckdb}, "a setting is judged by what is stored, wherever that is"},
	{"host/fetch", []string{"host/fetch", "host/exporttime", "host/mixpanel", "host/stored", "host/wait", "sdk/mperr", "sdk/credential", "sdk/storage", "sdk/result"}, []string{goPlugin, protobuf, duckdb}, "a fetch knows a sink, not a process"},
	{"host/credential", []string{"sdk/mperr", "sdk/credential"}, []string{goPlugin, protobuf, duckdb}, "the chain knows providers, not processes"},
	{"host/quota", []string{"host/wait", "sdk/mperr"}, []string{goPlugin, protobuf, duckdb}, "a ledger counts requests and makes none"},
	{"host/wait", nil, []string{goPlugin, protobuf, duckdb}, "time passes and nothing else"},
	{"host/settings", []string{"sdk/mperr"}, []string{goPlugin, protobuf, duckdb}, "settings are a file"},
	{"host/plugin", []string{"host/plugin", "sdk/dial", "sdk/mperr", "sdk/credential", "sdk/storage"}, []string{protobuf, duckdb}, "processes and nothing about Mixpanel"},
	{"host/local", []string{"host/local", "host/live", "host/stored", "sdk/mperr", "sdk/expression", "sdk/storage", "sdk/result"}, []string{goPlugin, protobuf, duckdb}, "the local engine knows a store, not a process, and never Mixpanel"},
	{"host/stored", []string{"sdk/mperr", "sdk/storage", "sdk/result"}, []string{goPlugin, protobuf, duckdb}, "answers of a store, whatever its engine"},
	{"host/share", []string{"sdk/dial", "sdk/mperr", "sdk/storage"}, []string{goPlugin, protobuf, duckdb}, "a store for others, whatever its engine"},
	{"host", []string{"host", "sdk/mperr", "sdk/credential", "sdk/storage", "sdk/result", "sdk/value"}, []string{goPlugin, protobuf, duckdb}, "the facade only puts together"},

	{"cmd/mpsim", []string{"internal/mpsim", "internal/shellword"}, []string{goPlugin, protobuf, duckdb}, "the simulator as a program"},
	{"cmd", []string{"cmd", "host", "internal/mpsim", "internal/shellword", "internal/spelling", "sdk/mperr", "sdk/credential", "sdk/storage", "sdk/result", "sdk/value"}, []string{goPlugin, protobuf, duckdb}, "plugins are found at run time, as a stranger's would be"},

	{"plugins/storage-duckdb", []string{"plugins/storage-duckdb", "sdk"}, []string{goPlugin, protobuf}, "our plugins use only what a stranger's can"},
	{"plugins/credential-env", []string{"plugins/credential-env", "sdk"}, []string{goPlugin, protobuf, duckdb}, "our plugins use only what a stranger's can"},
	{"plugins/credential-file", []string{"plugins/credential-file", "sdk"}, []string{goPlugin, protobuf, duckdb}, "our plugins use only what a stranger's can"},
	{"examples", []string{"examples", "sdk", "host"}, []string{goPlugin, protobuf, duckdb}, "examples use only what a stranger can"},

	{"internal/mpsim", []string{"internal/mpsim"}, []string{goPlugin, protobuf, duckdb}, "the simulator shares no line with the client"},
	{"internal/spelling", nil, []string{goPlugin, protobuf, duckdb}, "names and nothing else"},
	{"internal/shellword", nil, []string{goPlugin, protobuf, duckdb}, "words and nothing else"},
	{"internal/built", nil, []string{goPlugin, protobuf, duckdb}, "builds programs, imports none"},
	{"internal/faults", nil, []string{goPlugin, protobuf, duckdb}, "disturbs the built programs from outside"},
	{"internal/arch", nil, []string{goPlugin, protobuf, duckdb}, "only a test"},
	{"internal/bench/within", []string{"host", "sdk/credential", "sdk/storage"}, []string{goPlugin, protobuf, duckdb}, "measures parts of the library from the inside"},
	{"internal/bench/discard", []string{"sdk"}, []string{goPlugin, protobuf, duckdb}, "a plugin uses only what a stranger's can"},
	{"internal/bench", []string{"internal/mpsim"}, []string{goPlugin, protobuf, duckdb}, "measures the built programs from outside"},
	{"tools", nil, nil, "pinned tools"},
}

// testsMay are imports that every test may have beside its package's own.
var testsMay = []string{"internal/mpsim", "internal/built", "sdk"}

// TestImportsPointOneWay parses the files itself: a test that asks a child process passes from the test cache when it
// should fail, as the cache knows only the files that the test opens.
func TestImportsPointOneWay(t *testing.T) {
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "bin" || name == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		files++
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		checkFile(t, filepath.ToSlash(relative), path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("looked at %d files only: is the test in another place?", files)
	}
}

func checkFile(t *testing.T, name, path string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	rule, ok := ruleFor(name)
	if !ok {
		t.Errorf("%s: no rule for its folder: add one to internal/arch and docs/architecture.md", name)
		return
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		if complaint := rule.check(name, imported); complaint != "" {
			t.Errorf("%s imports %s: %s (%s)", name, imported, complaint, rule.why)
		}
	}
}

func ruleFor(name string) (rule, bool) {
	for _, rule := range rules {
		if within(name, rule.folder) {
			return rule, true
		}
	}
	return rule{}, false
}

func (r rule) check(name, imported string) string {
	isTest := strings.HasSuffix(name, "_test.go")
	if ours, ok := strings.CutPrefix(imported, module); ok {
		allowed := r.ours
		if isTest {
			allowed = append(append([]string{r.folder}, allowed...), testsMay...)
		}
		for _, prefix := range allowed {
			if within(ours, prefix) {
				return ""
			}
		}
		return "not allowed from here"
	}
	for _, prefix := range r.not {
		if strings.HasPrefix(imported, prefix) && !isTest {
			return "this library stays out of here"
		}
	}
	if isTest {
		return ""
	}
	if strings.HasPrefix(imported, goPlugin) && !within(name, "sdk") && !within(name, "host/plugin") {
		return "only sdk and host/plugin know go-plugin"
	}
	if strings.HasPrefix(imported, protobuf) && !within(name, "sdk/internal") {
		return "no protobuf type is seen outside sdk/internal"
	}
	return ""
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// TestEveryPackageOfTheHostHasARule keeps the facade's rule, which allows all of the host, from holding for what is below it.
func TestEveryPackageOfTheHostHasARule(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(root, "host"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		folder := "host/" + entry.Name()
		if rule, ok := ruleFor(folder + "/any.go"); entry.IsDir() && (!ok || rule.folder != folder) {
			t.Errorf("%s has no rule: add one", folder)
		}
	}
}

func TestRulesFailWhereTheyShould(t *testing.T) {
	for _, tt := range []struct {
		file, imported string
		allowed        bool
	}{
		{"host/mixpanel/client.go", module + "host/plugin", false},
		{"host/mixpanel/client.go", module + "sdk/credential", true},
		{"host/workspace.go", duckdb + "duckdb-go/v2", false},
		{"host/workspace.go", module + "host/fetch", true},
		{"host/workspace.go", module + "sdk/internal/pb", false},
		{"plugins/credential-env/main.go", module + "host", false},
		{"plugins/credential-env/main.go", module + "plugins/credential-file", false},
		{"plugins/storage-duckdb/main.go", module + "sdk", true},
		{"internal/mpsim/server.go", module + "host/mixpanel", false},
		{"sdk/serve.go", module + "host", false},
		{"sdk/dial/dial.go", goPlugin, true},
		{"sdk/dial/dial.go", protobuf + "/proto", false},
		{"cmd/mp/main.go", goPlugin, false},
		{"host/fetch/fetch.go", module + "internal/mpsim", false},
		{"host/fetch/fetch.go", module + "host/wait", true},
		{"host/wait/wait.go", module + "host/quota", false},
		{"host/live/funnel.go", module + "host/fetch", false},
		{"host/fetch/fetch_test.go", module + "internal/mpsim", true},
	} {
		rule, ok := ruleFor(tt.file)
		if !ok {
			t.Errorf("no rule for %s", tt.file)
			continue
		}
		if got := rule.check(tt.file, tt.imported) == ""; got != tt.allowed {
			t.Errorf("%s importing %s: allowed = %v, want %v", tt.file, tt.imported, got, tt.allowed)
		}
	}
}
