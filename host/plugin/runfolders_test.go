//go:build unix

package plugin

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestRunFoldersAreThoseOfEveryHost(t *testing.T) {
	base := shortDir(t)
	var want []string
	for range 2 {
		dir, err := newRunDir([]string{base})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = dir.remove() }()
		want = append(want, dir.path)
	}
	slices.Sort(want)
	open := filepath.Join(base, runPrefix+"open")
	for _, path := range []string{filepath.Join(base, "mp-other"), open} {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	m := NewManager(Config{RunDir: base})
	if got := m.RunFolders(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestRunFolderIsThereWhileAPluginRuns(t *testing.T) {
	dir := shelf(t)
	install(t, dir, Credential, "one")
	m := managed(t, Config{Dirs: []string{dir}, RunDir: shortDir(t)})
	if path, err := m.RunFolder(); err == nil {
		t.Errorf("before a start there is %s", path)
	}
	started(t, m, "one")
	path, err := m.RunFolder()
	if err != nil {
		t.Fatal(err)
	}
	if folders := m.RunFolders(); !slices.Equal(folders, []string{path}) {
		t.Errorf("the folders are %v, want %s alone", folders, path)
	}
	if longest := len(path) + len("/01234567890123456789"); longest > maxSocketPath {
		t.Errorf("a socket's path of %d bytes is too long", longest)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if path, err := m.RunFolder(); err == nil {
		t.Errorf("after Close there is %s", path)
	}
}
