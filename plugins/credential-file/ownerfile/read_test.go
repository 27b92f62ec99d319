package ownerfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// folder is a new folder that only the owner can write to, whatever the umask.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func put(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// wantRefused checks that an error names the path, says why and how to mend it.
func wantRefused(t *testing.T, err error, path, why, fix string) {
	t.Helper()
	refused, ok := errors.AsType[*mperr.ConfigError](err)
	if !ok {
		t.Fatalf("error = %v, want ConfigError", err)
	}
	if refused.Path != path || !strings.Contains(refused.Message, why) || !strings.Contains(refused.Fix, fix) {
		t.Errorf("error = %q in %q, fix %q; want %q, fix %q", refused.Message, refused.Path, refused.Fix, why, fix)
	}
}

func TestReadGivesTheContentOfAnOwnersFile(t *testing.T) {
	path := filepath.Join(folder(t), "config.toml")
	for _, mode := range []fs.FileMode{0o600, 0o400, 0o700} {
		put(t, path, "content", mode)
		got, err := Read(path)
		if err != nil || string(got) != "content" {
			t.Errorf("Read at mode %o = %q, %v", mode, got, err)
		}
	}
}

func TestReadSaysThatThereIsNone(t *testing.T) {
	dir := folder(t)
	for _, path := range []string{filepath.Join(dir, "none"), filepath.Join(dir, "no", "folder")} {
		if _, err := Read(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Read(%s) = %v, want not exist", path, err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("reading left %v, %v", entries, err)
	}
}

func TestReadRefusesALinkAlsoToNothing(t *testing.T) {
	dir := folder(t)
	target, path := filepath.Join(dir, "target"), filepath.Join(dir, "config.toml")
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	_, err := Read(path)
	wantRefused(t, err, path, "symbolic link", "move the file")
	put(t, target, "content", 0o600)
	_, err = Read(path)
	wantRefused(t, err, path, "symbolic link", "move the file")
}

func TestReadRefusesWhatIsNoFile(t *testing.T) {
	dir := folder(t)
	_, err := Read(dir)
	wantRefused(t, err, dir, "is a folder", "move the folder away")

	under := filepath.Join(dir, "file")
	put(t, under, "", 0o600)
	_, err = Read(filepath.Join(under, "config.toml"))
	wantRefused(t, err, filepath.Join(under, "config.toml"), "cannot be read", "check that the path is right")
}

func TestReadRefusesAHugeFile(t *testing.T) {
	path := filepath.Join(folder(t), "config.toml")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), MaxSize), 0o600); err != nil {
		t.Fatal(err)
	}
	if content, err := Read(path); err != nil || len(content) != MaxSize {
		t.Errorf("Read at the limit = %d bytes, %v", len(content), err)
	}
	put(t, path, strings.Repeat("x", MaxSize+1), 0o600)
	_, err := Read(path)
	wantRefused(t, err, path, "larger than 1048576 bytes", "shorten")
}
