//go:build linux

package faults_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// disks are rounds in which the place of the store fails, or belongs to somebody else.
func disks() []fault {
	return []fault{
		{"a full disk, at once", func(r *round) { r.fill(20_000) }},
		{"a full disk, soon", func(r *round) { r.fill(300_000) }},
		{"a full disk, later", func(r *round) { r.fill(800_000) }},
		{"a folder that may not be written", func(r *round) { r.forbid(filepath.Dir(r.database()), 0o500) }},
		{"a file that may not be written", func(r *round) { r.forbid(r.database(), 0o400) }},
		{"a store that another mp uses", func(r *round) { r.whileLocked() }},
		{"two fetches of one table at once", func(r *round) { r.twice() }},
	}
}

// confined starts the command where files may grow to a size, 0 for any, and where permissions hold for root too.
func (r *round) confined(size int) *program {
	self, err := os.Executable()
	if err != nil {
		r.t.Fatal(err)
	}
	return r.startAs([]string{self, confinedWord, strconv.Itoa(size)}, r.command()...)
}

// fill lets the disk be full where the file has grown by some more than a size.
func (r *round) fill(size int) {
	if info, err := os.Stat(r.database()); err == nil {
		size += int(info.Size())
	}
	// A store that has room left inside may take all of it.
	ended := r.fetch(r.confined(size+r.dice.IntN(100_000)), 0, 8)
	if ended.code != 0 && codeOf(ended) != "STORAGE_FULL" {
		r.t.Errorf("%s: it says %q", r.name, ended.stderr)
	}
}

// forbid takes the right to write away from a path, while the command runs.
func (r *round) forbid(path string, mode os.FileMode) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.database()), 0o700); err != nil {
		r.t.Fatal(err)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) { // a new table has no file yet, only the folder
		path = filepath.Dir(path)
		mode = 0o500
		info, err = os.Stat(path)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		r.t.Fatal(err)
	}
	r.fetch(r.confined(0), 8)
	if err := os.Chmod(path, info.Mode().Perm()); err != nil {
		r.t.Fatal(err)
	}
}

// whileLocked runs the command while another holds the store.
func (r *round) whileLocked() {
	first := r.underWay()
	second := r.fetch(r.start(r.command()...), 8)
	if codeOf(second) != "STORAGE_LOCKED" {
		r.t.Errorf("%s: it says %q", r.name, second.stderr)
	}
	first.signal(syscall.SIGINT)
	r.fetch(first, 130)
}

// twice runs the command two times at once. The one that comes later waits for the other, or ends at once; a table that is
// new to both is there already for it.
func (r *round) twice() {
	wait := []string{"--wait", "0s"}
	if r.dice.IntN(2) == 0 {
		wait[1] = "20s"
	}
	both := []*program{r.start(append(r.command(), wait...)...), r.start(append(r.command(), wait...)...)}
	well := 0
	for _, p := range both {
		may := []int{0, 8}
		if r.mode == "" {
			may = append(may, 1, 4)
		}
		if r.fetch(p, may...).code == 0 {
			well++
		}
	}
	if well == 0 {
		r.t.Errorf("%s: neither ends well", r.name)
	}
}
