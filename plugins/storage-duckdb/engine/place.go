package engine

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// place is where a store is.
type place struct {
	// location is what the user gave, path the absolute path of the same file without links.
	location, path string
	readOnly       bool
}

func locate(options storage.Options) (place, error) {
	if options.Location == "" || options.Location == ":memory:" {
		return place{}, &mperr.InvalidArgument{
			Argument: "location", Value: options.Location, Reason: "the duckdb engine needs the path of a file",
		}
	}
	path, err := filepath.Abs(options.Location)
	if err != nil {
		return place{}, &mperr.InvalidArgument{Argument: "location", Value: options.Location, Reason: err.Error()}
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	return place{location: options.Location, path: path, readOnly: options.ReadOnly}, duck.CheckPath(path)
}

// exists says whether there is a file to open. A place that cannot be looked at is an error.
func (p place) exists() (bool, error) {
	info, err := os.Stat(p.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, p.checkOrphan()
	case err != nil:
		return false, p.unreachable(err)
	case info.IsDir():
		return false, &mperr.StorageFailed{
			Message: "database " + p.location + " is a folder", Path: p.location, Fix: "give the path of a file",
		}
	case !info.Mode().IsRegular():
		// DuckDB would wait for ever at a named pipe.
		return false, &mperr.StorageFailed{
			Message: "database " + p.location + " is a device, pipe or socket", Path: p.location, Fix: "give the path of a file",
		}
	}
	return true, nil
}

// named is the database that open opens, where the file still has the name then. A process that made one in vain removes
// it, see [Sink.isVain]: whoever opened it at that moment would write into a file without a name. The error is an
// [mperr.StorageLocked] then.
func (p place) named(open func() (*duck.Database, error)) (*duck.Database, error) {
	seen, err := os.Stat(p.path)
	if err != nil {
		return nil, p.gone(err)
	}
	database, err := open()
	if err != nil {
		return nil, err
	}
	now, err := os.Stat(p.path)
	if err == nil && os.SameFile(seen, now) {
		return database, nil
	}
	return nil, errors.Join(p.gone(err), database.Close())
}

// gone is the error for a file that another process replaced or removed at this moment.
func (p place) gone(err error) error {
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p.unreachable(err)
	}
	return &mperr.StorageLocked{Path: p.location}
}

// checkMagic refuses a file that does not begin as DuckDB's do. DuckDB itself would look for an extension that reads it.
// It is called while nothing in this process has the file open: to close a file lets go of every lock that the process
// has on it.
func (p place) checkMagic() error {
	file, err := os.Open(p.path)
	if err != nil {
		return p.unreachable(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	head := make([]byte, 12)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return p.unreachable(err)
	}
	// Eight bytes of checksum, then the word.
	if n == len(head) && string(head[8:]) == "DUCK" {
		return nil
	}
	return &mperr.StorageFailed{Message: "database " + p.location + " is no DuckDB file", Path: p.location, Fix: fixNoDatabase}
}

// checkOrphan refuses to make a new file beside the log of one that is gone: DuckDB would take the log for the new file's,
// and it may hold the last of somebody's data.
func (p place) checkOrphan() error {
	log := p.path + ".wal"
	if _, err := os.Lstat(log); p.readOnly || err != nil {
		return nil //nolint:nilerr // no log is what there should be
	}
	if _, err := os.Stat(p.path); err == nil {
		return nil // another process has just made both
	}
	return &mperr.StorageFailed{
		Message: "database " + p.location + " is missing, but its log " + log + " is there", Path: p.location,
		Fix: "put the database back, or remove the log if it is not needed",
	}
}

// unreachable is the error of a file or folder that the system does not let us at.
func (p place) unreachable(err error) error {
	return &mperr.StorageFailed{
		Message: "cannot reach database " + p.location + ": " + err.Error(), Path: p.location, Fix: fixPermission, Cause: err,
	}
}

const fixNoDatabase = "name another file, or remove this one if it is not needed"

const fixPermission = "choose a place that you may read and write with --db or MP_DB, or change the permissions of this one"

// holders are the files that this process has open: the number of readers, or -1 for a writer. DuckDB locks files
// between processes; inside one it would share the instance, and a second writer would go unnoticed.
var holders = struct {
	sync.Mutex

	of map[string]int
}{of: map[string]int{}}

// hold claims the file in this process's books, until letGo is called. first says that nobody else here has it.
func (p place) hold() (letGo func(), first bool, err error) {
	holders.Lock()
	defer holders.Unlock()
	count := holders.of[p.path]
	if count < 0 || count > 0 && !p.readOnly {
		return nil, false, &mperr.StorageLocked{Path: p.location, HolderPID: os.Getpid()}
	}
	change := -1
	if p.readOnly {
		change = 1
	}
	holders.of[p.path] += change
	return func() {
		holders.Lock()
		defer holders.Unlock()
		if holders.of[p.path] -= change; holders.of[p.path] == 0 {
			delete(holders.of, p.path)
		}
	}, count == 0, nil
}
