package plugin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

const (
	// runPrefix starts the name of a run folder; unready ones, whose lock is not taken yet, start with newPrefix.
	runPrefix = "mp-run-"
	newPrefix = "mp-new-"
	lockName  = "host.lock"
	// maxSocketPath is what every system's address of a unix socket holds: 104 bytes with the closing zero on macOS and
	// the BSDs, 108 on Linux.
	maxSocketPath = 103
	// longestInside is the longest path of a socket in a run folder: MkdirTemp's number, the process's and the socket's.
	longestInside = "/" + runPrefix + "4294967295/9999/plugin4294967295"
)

// runDir is the private folder (0700) of one manager, which holds one folder for each process. A lock in it, which the
// kernel lets go of when the host ends, however it ends, tells live folders from stale ones.
type runDir struct {
	path  string
	lock  *flock.Flock
	count int
}

// runBases are the folders in which a run folder may be made, best first.
func (c Config) runBases() []string {
	if c.RunDir != "" {
		return []string{c.RunDir}
	}
	names, bases := []string{"TMPDIR"}, []string(nil)
	if runtime.GOOS == "windows" {
		names = []string{"TMP", "TEMP"}
	}
	for _, name := range names {
		if dir, ok := c.LookupEnv(name); ok && filepath.IsAbs(dir) {
			bases = append(bases, dir)
		}
	}
	if runtime.GOOS != "windows" {
		bases = append(bases, "/tmp")
	}
	return bases
}

// newRunDir makes a run folder in the first base that can hold one, and removes what dead hosts left there. Its error is
// a fault.
func newRunDir(bases []string) (*runDir, error) {
	var tried []string
	var causes []error
	for _, base := range bases {
		if !filepath.IsAbs(base) {
			tried = append(tried, base+" is not an absolute path")
			continue
		}
		if runtime.GOOS != "windows" && len(base)+len(longestInside) > maxSocketPath {
			tried = append(tried, fmt.Sprintf("%s is too long for the path of a socket (%d bytes, at most %d)",
				base, len(base), maxSocketPath-len(longestInside)))
			continue
		}
		sweep(base)
		dir, err := makeRunDir(base)
		if err == nil {
			return dir, nil
		}
		tried, causes = append(tried, err.Error()), append(causes, err)
	}
	return nil, unusable("there is no folder for its socket: "+strings.Join(tried, "; "),
		"set TMPDIR to a folder with a short path that you can write to", errors.Join(causes...))
}

// makeRunDir makes a folder under a name that nobody sweeps and renames it once the lock is held.
func makeRunDir(base string) (*runDir, error) {
	fresh, err := os.MkdirTemp(base, newPrefix)
	if err != nil {
		return nil, err
	}
	dir := &runDir{path: filepath.Join(base, runPrefix+strings.TrimPrefix(filepath.Base(fresh), newPrefix))}
	dir.lock = flock.New(filepath.Join(fresh, lockName))
	_, err = dir.lock.TryLock()
	if err == nil {
		err = os.Rename(fresh, dir.path)
	}
	if err != nil {
		return nil, errors.Join(err, dir.lock.Close(), os.RemoveAll(fresh))
	}
	return dir, nil
}

// runFolders are the run folders in base of this user's hosts, dead ones included. What cannot be judged, such as another
// user's, is none.
func runFolders(base string) []string {
	var folders []string
	entries, _ := os.ReadDir(base)
	for _, entry := range entries {
		path := filepath.Join(base, entry.Name())
		if !strings.HasPrefix(entry.Name(), runPrefix) || !entry.IsDir() {
			continue
		}
		if info, err := entry.Info(); err == nil && checkAccess(path, info) == nil {
			folders = append(folders, path)
		}
	}
	return folders
}

// sweep removes the run folders in base whose host is dead. What cannot be removed is left alone.
func sweep(base string) {
	for _, path := range runFolders(base) {
		lock := flock.New(filepath.Join(path, lockName), flock.SetFlag(os.O_RDONLY))
		held, err := lock.TryLock()
		// The lock file is there before the folder gets this name: without it, somebody died while removing the folder.
		if held || errors.Is(err, fs.ErrNotExist) {
			_ = os.RemoveAll(path)
		}
		_ = lock.Close()
	}
}

// process makes the folder of one process: the socket's place, with the working folder inside. Calls come one at a time.
func (d *runDir) process() (sockets, work string, err error) {
	d.count++
	sockets = filepath.Join(d.path, strconv.Itoa(d.count))
	work = filepath.Join(sockets, "work")
	if err := os.MkdirAll(work, 0o700); err != nil {
		return "", "", unusable("its private folder cannot be made: "+err.Error(),
			"set TMPDIR to a folder that you can write to", err)
	}
	return sockets, work, nil
}

// remove removes the folder with all that processes left in it, and lets go of the lock.
func (d *runDir) remove() error {
	return errors.Join(os.RemoveAll(d.path), d.lock.Close())
}
