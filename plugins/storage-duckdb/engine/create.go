package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

// create makes a new file under another name and gives it its own when it is complete: nobody meets a file that is half
// made, also where the process dies here, and it is never readable for others. Its folder is made where it is missing,
// for the user alone. made is false where another process was faster.
func (e *Engine) create(ctx context.Context, p place, config []duck.Option) (made bool, err error) {
	folder := filepath.Dir(p.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return false, p.unreachable(err)
	}
	// The folder is made with mode 0700, so that no one else gets at what DuckDB writes into it.
	draft, err := os.MkdirTemp(folder, p.draftPrefix()+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return false, p.unreachable(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	path := filepath.Join(draft, "new.duckdb")
	database, err := duck.Open(path, config)
	if err != nil {
		return false, p.failed(ctx, "create database "+p.location, err)
	}
	err = database.Write(ctx, func(tx *duck.Transaction) error { return layOut(tx, e.now()) })
	if err = errors.Join(err, database.Close()); err != nil {
		return false, p.failed(ctx, "create database "+p.location, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return false, p.unreachable(err)
	}
	return p.publish(path)
}

// publish gives a new file its name, unless another process was faster: that one's file is as good.
func (p place) publish(path string) (made bool, err error) {
	err = os.Link(path, p.path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err == nil, nil
	}
	// File systems without hard links, such as FAT.
	if err := os.Rename(path, p.path); err != nil {
		return false, p.unreachable(err)
	}
	return true, nil
}

// draftPrefix begins the name of the folder in which a new file is made, which is PREFIX PID - RANDOM. It tells databases
// that share a folder apart, and machines that share a disk: a process id means something on its own machine alone. It is
// a digest, as a database may have the longest name there is.
func (p place) draftPrefix() string {
	host, err := os.Hostname()
	if err != nil {
		host = "" // then all machines that do not know their name are one
	}
	sum := sha256.Sum256([]byte(host + "\x00" + filepath.Base(p.path)))
	return ".mp-new-" + hex.EncodeToString(sum[:8]) + "-"
}

// sweepDrafts removes what processes that died while they made this database have left beside it. It is called while this
// process holds the database and makes nothing yet, so a draft with its own id is of an earlier process. What cannot be
// removed harms nobody and is tried again by the next open.
func (p place) sweepDrafts() {
	folder, prefix := filepath.Dir(p.path), p.draftPrefix()
	entries, err := os.ReadDir(folder)
	if err != nil {
		return // the open that follows says why
	}
	for _, entry := range entries {
		rest, ours := strings.CutPrefix(entry.Name(), prefix)
		pid, _, _ := strings.Cut(rest, "-")
		id, err := strconv.Atoi(pid)
		if !ours || err != nil || id <= 0 || !entry.IsDir() {
			continue
		}
		if id == os.Getpid() || isDead(id) {
			_ = os.RemoveAll(filepath.Join(folder, entry.Name()))
		}
	}
}

// sweepSpilled removes what DuckDB had put aside in a process that was killed. It is called while this process holds
// DuckDB's lock and has put nothing aside yet. A folder that the user chose may have files of other databases.
func (p place) sweepSpilled() {
	folder := p.path + ".tmp"
	files, err := os.ReadDir(folder)
	if err != nil {
		return // there is none
	}
	for _, file := range files {
		if strings.HasPrefix(file.Name(), "duckdb_temp_") {
			_ = os.Remove(filepath.Join(folder, file.Name()))
		}
	}
	_ = os.Remove(folder) // where nothing else is in it
}

// isDead says whether there is surely no process of this id. One that may not be asked, and on Windows every one that can
// be found, counts as alive.
func isDead(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return errors.Is(err, errNoProcess)
	}
	defer func() { _ = process.Release() }()
	return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone) || isZombie(pid)
}

// isZombie says whether a process has ended, but its parent has not asked how: the first process of a container, which
// inherits those of a killed mp, asks late or never. Linux alone tells.
func isZombie(pid int) bool {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	// The name in parentheses may hold anything; the state follows it.
	state := string(text[bytes.LastIndexByte(text, ')')+1:])
	return err == nil && strings.HasPrefix(state, " Z")
}

// errNoProcess is what Windows says of an id that no process has: ERROR_INVALID_PARAMETER. On Unix a process is found in
// any case.
const errNoProcess = syscall.Errno(87)
