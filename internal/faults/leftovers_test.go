//go:build linux

package faults_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// grace is how long the last process of a run may take to end after mp.
const grace = 20 * time.Second

// checkProcesses counts the processes that outlive the programs of the round. All of them must have ended.
func (r *round) checkProcesses() (left int) {
	r.t.Helper()
	for end := time.Now().Add(grace); ; time.Sleep(20 * time.Millisecond) {
		pids := sessionOf(r.sessions...)
		if len(pids) == 0 {
			return 0
		}
		if time.Now().After(end) {
			r.t.Errorf("%s: processes %v are left", r.name, pids)
			return len(pids)
		}
	}
}

// files lists what lies in the round's home and in its folder for sockets.
func (r *round) files() map[string]bool {
	found := map[string]bool{}
	port := r.address[strings.LastIndexByte(r.address, ':')+1:]
	for _, below := range []string{"home", "tmp"} {
		err := filepath.WalkDir(filepath.Join(r.dir, below), func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name, err := filepath.Rel(r.dir, path)
			// Each round has an address of its own, by which some files are called.
			found[strings.ReplaceAll(name, port, "PORT")] = true
			return err
		})
		if err != nil {
			r.t.Error(err)
		}
	}
	return found
}

// checkFiles counts the files that an undisturbed fetch does not leave.
func (r *round) checkFiles(usual map[string]bool) (left int) {
	r.t.Helper()
	for name := range r.files() {
		if !usual[name] {
			r.t.Errorf("%s: %s is left", r.name, name)
			left++
		}
	}
	return left
}

// undisturbed makes a round without a fault, and gives the files that it leaves. The truth must come out of it.
func undisturbed(t testing.TB, programs string, count *tally) map[string]bool {
	t.Helper()
	r := newRound(t, programs, "no fault", "", nil)
	r.fetch(r.start(r.command()...), 0)
	losses, extra := r.checkFinished()
	left := r.checkProcesses()
	count.add(r.runs, losses, extra, left)
	return r.files()
}
