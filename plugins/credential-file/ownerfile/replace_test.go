package ownerfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func content(t *testing.T, path string) string {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func TestReplaceWritesAFileOfTheOwnersAlone(t *testing.T) {
	dir := folder(t)
	path := filepath.Join(dir, "config.toml")
	for _, text := range []string{"first", "second, longer", "", "3"} {
		if err := Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != text {
			t.Errorf("content = %q, want %q", got, text)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v; want 0600", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("folder holds %v, want the file alone", entries)
	}
}

func TestReplaceLeavesTheOldFileToItsReaders(t *testing.T) {
	path := filepath.Join(folder(t), "config.toml")
	put(t, path, "old", 0o600)
	reader, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	if err := Replace(path, []byte("new, and longer")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 100)
	if n, _ := reader.Read(got); string(got[:n]) != "old" {
		t.Errorf("a reader of the old file got %q", got[:n])
	}
}

func TestReplaceTakesAwayWhatAKilledWriterLeft(t *testing.T) {
	dir := folder(t)
	path := filepath.Join(dir, "config.toml")
	put(t, filepath.Join(dir, ".config.toml.tmp"), "half a fi", 0o644)
	if err := Replace(path, []byte("whole")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || content(t, path) != "whole" {
		t.Errorf("mode %v, content %q, %v", info.Mode(), content(t, path), err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("folder holds %v", entries)
	}
}

func TestReplaceThatFailsLeavesTheFileAsItWas(t *testing.T) {
	dir := folder(t)
	path := filepath.Join(dir, "config.toml")
	put(t, path, "old", 0o600)
	blocker := filepath.Join(dir, ".config.toml.tmp", "in the way")
	if err := os.MkdirAll(blocker, 0o700); err != nil {
		t.Fatal(err)
	}
	err := Replace(path, []byte("new"))
	wantRefused(t, err, path, "is unchanged", "check the disk")
	err = Replace(path, []byte(strings.Repeat("x", MaxSize+1)))
	wantRefused(t, err, path, "larger than", "shorten")
	if got := content(t, path); got != "old" {
		t.Errorf("content = %q, want old", got)
	}
}

func TestReplaceRefusesALinkAndAFolder(t *testing.T) {
	dir := folder(t)
	target, path := filepath.Join(dir, "target"), filepath.Join(dir, "config.toml")
	put(t, target, "old", 0o600)
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, Replace(path, []byte("new")), path, "symbolic link", "move")
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 || content(t, target) != "old" {
		t.Errorf("the link or its target changed: %v, %v", info, err)
	}
	full := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(full, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, Replace(full, []byte("new")), full, "is unchanged", "check the disk")
	if entries, _ := os.ReadDir(dir); len(entries) != 3 {
		t.Errorf("folder holds %v", entries)
	}
}

func TestReplaceNeedsAFolder(t *testing.T) {
	missing := filepath.Join(folder(t), "none")
	wantRefused(t, Replace(filepath.Join(missing, "config.toml"), nil), missing, "cannot be used", "check that the path is right")
}
