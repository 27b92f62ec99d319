//go:build unix

package ownerfile

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestReadRefusesWhatOthersCanRead(t *testing.T) {
	path := filepath.Join(folder(t), "config.toml")
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o644, 0o660, 0o610, 0o601} {
		put(t, path, "content", mode)
		_, err := Read(path)
		wantRefused(t, err, path, "mode 0", "run chmod 600 "+path)
	}
}

func TestReadRefusesAFolderOthersCanWriteTo(t *testing.T) {
	dir := folder(t)
	path := filepath.Join(dir, "config.toml")
	put(t, path, "content", 0o600)
	for mode, ok := range map[fs.FileMode]bool{
		0o700: true, 0o755: true, 0o770: false, 0o777: false, 0o702: false, 0o777 | fs.ModeSticky: true,
	} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Read(path)
		if ok != (err == nil) {
			t.Errorf("Read in a folder of mode %o = %v", mode, err)
		}
		if !ok {
			wantRefused(t, err, dir, "can be written to by others", "run chmod go-w "+dir)
		}
	}
}

func TestReadDoesNotWaitForAPipe(t *testing.T) {
	path := filepath.Join(folder(t), "config.toml")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Read(path)
	wantRefused(t, err, path, "not a plain file", "move it away")
}

// stranger is a file or folder of another user.
type stranger struct {
	mode fs.FileMode
	uid  uint32
}

func (s stranger) Name() string       { return "config.toml" }
func (s stranger) Size() int64        { return 0 }
func (s stranger) Mode() fs.FileMode  { return s.mode }
func (s stranger) ModTime() time.Time { return time.Time{} }
func (s stranger) IsDir() bool        { return s.mode.IsDir() }
func (s stranger) Sys() any           { return &syscall.Stat_t{Uid: s.uid} }

func TestFilesAndFoldersOfOthersAreRefused(t *testing.T) {
	for _, tt := range []struct {
		user int
		uid  uint32
		ok   bool
	}{
		{1000, 1000, true}, {1000, 0, true}, {1000, 1001, false},
		{0, 0, true}, {0, 1000, true}, // root, as in a container with a mounted folder
	} {
		for _, err := range []error{
			checkFile("/h/config.toml", stranger{0o600, tt.uid}, tt.user),
			checkFolderInfo("/h/config.toml", stranger{fs.ModeDir | 0o700, tt.uid}, tt.user),
		} {
			if tt.ok != (err == nil) {
				t.Errorf("user %d, owner %d: %v", tt.user, tt.uid, err)
			}
			if !tt.ok {
				wantRefused(t, err, "/h/config.toml", "belongs to another user (uid 1001)", "run chown 1000 /h/config.toml")
			}
		}
	}
}

// TestMain lets the test binary read a file as somebody without rights on it: the superuser may read everything.
func TestMain(m *testing.M) {
	if path := os.Getenv("OWNERFILE_READ"); path != "" {
		_, err := Read(path)
		_, _ = os.Stdout.WriteString(err.Error())
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestReadSaysThatAFileIsUnreadable(t *testing.T) {
	// Not t.TempDir, whose parent only its owner can enter.
	dir, err := os.MkdirTemp("/tmp", "ownerfile") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	binary := filepath.Join(dir, "reader")
	copyFile(t, os.Args[0], binary)
	path := filepath.Join(dir, "config.toml")
	put(t, path, "secret", 0)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}

	child := exec.Command(binary)
	child.Env = []string{"OWNERFILE_READ=" + path}
	if os.Geteuid() == 0 {
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if want := path + ": cannot be read: permission denied"; string(out) != want {
		t.Errorf("error = %q, want %q", out, want)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o755)
	}
	if err == nil {
		err = os.Chmod(to, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCommandsToCopyAreQuoted(t *testing.T) {
	for path, want := range map[string]string{
		"/home/a/.mp/config.toml": "/home/a/.mp/config.toml", "/a b/c": "'/a b/c'", "/it's": `'/it'\''s'`, "/$HOME": "'/$HOME'",
	} {
		if got := shellWord(path); got != want || strings.Contains(got, "\n") {
			t.Errorf("shellWord(%q) = %s, want %s", path, got, want)
		}
	}
}
