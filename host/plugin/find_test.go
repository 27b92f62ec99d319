package plugin

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// shelf is a plugin folder with what place puts into it.
func shelf(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "plugins")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// put writes a file with exactly that mode, whatever the umask. No process starts meanwhile: it would hold the file open
// for a moment, in which the system refuses to run it.
func put(t testing.TB, path, text string, mode os.FileMode) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func manifestFor(kind Kind, name string) string {
	return "kind = \"" + string(kind) + "\"\nname = \"" + name + "\"\nversion = \"1.0.0\"\nprotocol = 1\n"
}

// place puts a program that looks sound, and its manifest.
func place(t *testing.T, dir string, kind Kind, name string) string {
	t.Helper()
	path := filepath.Join(dir, programName(kind, name))
	put(t, path, "#!/bin/sh\nexit 9\n", 0o755)
	put(t, filepath.Join(dir, fileName(kind, name)+".toml"), manifestFor(kind, name), 0o644)
	return path
}

func TestDefaultDirsAreThoseOfTheInstallation(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	binary, link := filepath.Join(root, "cellar", "bin", "mp"), filepath.Join(root, "mp")
	if err := os.MkdirAll(filepath.Dir(binary), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, binary, "x", 0o755)
	if err := os.Symlink(binary, link); err != nil {
		t.Fatal(err)
	}
	got := DefaultDirs(link, "/home/ann")
	want := []string{
		filepath.Join(root, "cellar", "bin", "plugins"), filepath.Join(root, "cellar", "libexec", "mp", "plugins"),
		filepath.Join("/home/ann", ".mp", "plugins"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDefaultDirsKnowNothingRelative(t *testing.T) {
	if got := DefaultDirs("mp", ""); len(got) != 0 {
		t.Errorf("got %q, want none", got)
	}
	m := NewManager(Config{Dirs: []string{"plugins", "./plugins", ""}})
	if _, err := m.Find(Storage, "duckdb"); mperr.CodeOf(err) != "PLUGIN_NOT_FOUND" {
		t.Errorf("got %v, want PLUGIN_NOT_FOUND", err)
	}
}

func TestFindGivesTheFirstCopyAndListTheShadowedOnes(t *testing.T) {
	one, two, three := shelf(t), shelf(t), shelf(t)
	first := place(t, one, Storage, "duckdb")
	place(t, two, Storage, "duckdb")
	place(t, three, Storage, "duckdb")
	place(t, two, Credential, "env")
	put(t, filepath.Join(two, "README"), "x", 0o644)
	put(t, filepath.Join(two, "mp-storage-orphan.toml"), manifestFor(Storage, "orphan"), 0o644)
	m := NewManager(Config{Dirs: []string{one, filepath.Join(one, "absent"), two, three}})

	found, err := m.Find(Storage, "duckdb")
	if err != nil {
		t.Fatal(err)
	}
	if found.Path != first || found.Manifest.Version != "1.0.0" || found.FileName() != "mp-storage-duckdb" {
		t.Errorf("found %+v", found)
	}
	var got []string
	for _, i := range m.List() {
		got = append(got, i.FileName()+" "+i.Path+" "+i.ShadowedBy)
		if i.Problem != nil {
			t.Errorf("%s: %v", i.Path, i.Problem)
		}
	}
	want := []string{
		"mp-credential-env " + filepath.Join(two, "mp-credential-env") + " ", "mp-storage-duckdb " + first + " ",
		"mp-storage-duckdb " + filepath.Join(two, "mp-storage-duckdb") + " " + first,
		"mp-storage-duckdb " + filepath.Join(three, "mp-storage-duckdb") + " " + first,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABrokenCopyDoesNotYieldToALaterOne(t *testing.T) {
	one, two := shelf(t), shelf(t)
	put(t, filepath.Join(one, programName(Storage, "duckdb")), "", 0o755)
	place(t, two, Storage, "duckdb")
	_, err := NewManager(Config{Dirs: []string{one, two}}).Find(Storage, "duckdb")
	if mperr.CodeOf(err) != "PLUGIN_START_FAILED" || !strings.Contains(err.Error(), "empty file") {
		t.Errorf("got %v, want the first copy's problem", err)
	}
}

func TestNotFoundTellsWhereWasSearchedAndWhatIsThere(t *testing.T) {
	dir := shelf(t)
	place(t, dir, Storage, "duckdb")
	place(t, dir, Credential, "env")
	_, err := NewManager(Config{Dirs: []string{dir, "/nowhere/plugins"}}).Find(Storage, "duckbd")
	missing, ok := errors.AsType[*mperr.PluginNotFound](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	want := &mperr.PluginNotFound{Plugin: "mp-storage-duckbd", Searched: []string{dir, "/nowhere/plugins"}, Installed: []string{"duckdb"}}
	if diff := cmp.Diff(want, missing); diff != "" {
		t.Error(diff)
	}
}

func TestNamesThatCouldLeaveTheFolderAreRefused(t *testing.T) {
	m := NewManager(Config{Dirs: []string{shelf(t)}})
	for _, name := range []string{"", "..", ".", "../evil", "a/b", `a\b`, "a\x00b", "-x", "x-", "x--y", "Duckdb", "a b", "a.b", "é", strings.Repeat("x", 64)} {
		if _, err := m.Find(Storage, name); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("%q: got %v, want INVALID_ARGUMENT", name, err)
		}
	}
	if _, err := m.Find("../x", "duckdb"); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("kind ../x: got %v, want INVALID_ARGUMENT", err)
	}
}

func TestWhatCannotBeAPluginSaysWhyAndHowToMendIt(t *testing.T) {
	program := func(dir string) string { return filepath.Join(dir, programName(Credential, "env")) }
	manifest := func(dir string) string { return filepath.Join(dir, "mp-credential-env.toml") }
	for _, c := range []struct {
		name, problem string
		code          mperr.Code
		spoil         func(t *testing.T, dir string) error
	}{
		{"no manifest", "manifest mp-credential-env.toml is not beside it", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Remove(manifest(dir)) }},
		{"manifest is a folder", "not a regular file", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(manifest(dir)), os.Mkdir(manifest(dir), 0o755))
		}},
		{"manifest is huge", "64 KiB at most", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Truncate(manifest(dir), 1<<30) }},
		{"manifest is writable by all", "written by everybody", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Chmod(manifest(dir), 0o666) }},
		{"manifest of another kind", "not for a credential plugin", "PLUGIN_PROTOCOL", func(t *testing.T, dir string) error {
			t.Helper()
			put(t, manifest(dir), manifestFor(Storage, "env"), 0o644)
			return nil
		}},
		{"not executable", "not executable", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Chmod(program(dir), 0o644) }},
		{"folder", "is a folder", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(program(dir)), os.Mkdir(program(dir), 0o755))
		}},
		{"empty", "empty file", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Truncate(program(dir), 0) }},
		{"link to nothing", "link to nothing", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(program(dir)), os.Symlink(filepath.Join(dir, "gone"), program(dir)))
		}},
		{"program is writable by all", "written by everybody", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Chmod(program(dir), 0o777) }},
		{"folder is writable by all", "written by everybody", "PLUGIN_START_FAILED", func(_ *testing.T, dir string) error { return os.Chmod(dir, 0o777) }},
		{"link to a program that is writable by all", "written by everybody", "PLUGIN_START_FAILED", func(t *testing.T, dir string) error {
			t.Helper()
			target := filepath.Join(t.TempDir(), "program")
			put(t, target, "#!/bin/sh\n", 0o777)
			return errors.Join(os.Remove(program(dir)), os.Symlink(target, program(dir)))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := shelf(t)
			place(t, dir, Credential, "env")
			if err := c.spoil(t, dir); err != nil {
				t.Fatal(err)
			}
			m := NewManager(Config{Dirs: []string{dir}})
			_, err := m.Find(Credential, "env")
			if mperr.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.problem) || !strings.Contains(err.Error(), "mp-credential-env") {
				t.Errorf("got %s %v, want %s %q", mperr.CodeOf(err), err, c.code, c.problem)
			}
			if mperr.Hint(err) == "" {
				t.Error("there is no fix")
			}
			if list := m.List(); len(list) != 1 || mperr.CodeOf(list[0].Problem) != c.code {
				t.Errorf("List gave %+v", list)
			}
		})
	}
}

func TestALinkedPluginIsFoundAndItsTargetNamed(t *testing.T) {
	build, dir := shelf(t), shelf(t)
	target := filepath.Join(build, "anything")
	put(t, target, "#!/bin/sh\n", 0o755)
	if err := os.Symlink(target, filepath.Join(dir, programName(Storage, "jsonl"))); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "mp-storage-jsonl.toml"), manifestFor(Storage, "jsonl"), 0o644)
	found, err := NewManager(Config{Dirs: []string{dir}}).Find(Storage, "jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(found.Target, filepath.Join("plugins", "anything")) {
		t.Errorf("target is %q", found.Target)
	}
}

func TestListShowsMisnamedPrograms(t *testing.T) {
	dir := shelf(t)
	put(t, filepath.Join(dir, "mp-storage-Duck.old"+programSuffix()), "x", 0o755)
	list := NewManager(Config{Dirs: []string{dir}}).List()
	if len(list) != 1 || mperr.CodeOf(list[0].Problem) != "INVALID_ARGUMENT" {
		t.Errorf("got %+v", list)
	}
}

func TestBuiltForReadsHeaders(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}[runtime.GOOS]
	if got := builtFor(self); !strings.HasPrefix(got, want) {
		t.Errorf("builtFor(this test) = %q, want %s", got, want)
	}
	text := filepath.Join(t.TempDir(), "text")
	put(t, text, "hello", 0o755)
	if got := builtFor(text); !strings.Contains(got, "not a program") {
		t.Errorf("builtFor(text) = %q", got)
	}
}

func TestProgramNamesComeBackWhole(t *testing.T) {
	for _, kind := range []Kind{Credential, Storage} {
		gotKind, gotName, ok := splitProgramName(programName(kind, "a-b"))
		if gotKind != kind || gotName != "a-b" || !ok {
			t.Errorf("%s: got %s %s %v", kind, gotKind, gotName, ok)
		}
	}
	others := []string{"mp", "mp-storage", "mp-other-x", "mp-storage-x.toml", ""}
	if i := slices.IndexFunc(others, func(s string) bool { _, _, ok := splitProgramName(s); return ok }); i >= 0 {
		t.Errorf("%q passes for a plugin", others[i])
	}
}
