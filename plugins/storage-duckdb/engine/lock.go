package engine

import (
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// What DuckDB says of a file that another process holds, on Unix:
//
//	Could not set lock on file "x": Conflicting lock is held in /usr/bin/python3 (PID 7). However, …
//	Could not set lock on file "x": Conflicting lock is held in /usr/bin/python3 (PID 7) by user ada. See also …
//	Could not set lock on file "x": Conflicting lock is held in PID 7. See also …
//
// and on Windows:
//
//	Cannot open file "x": The process cannot access the file because it is being used by another process.
//
//	File is already open in
//	C:\Python\python.exe (PID 7)
var (
	lockWords  = []string{"Could not set lock on file", "being used by another process", "File is already open in"}
	lockHolder = regexp.MustCompile(`(?s)(?:lock is held in|already open in)\s+(?:([^\n]+) \()?PID ([0-9]{1,10})`)
	lockOwn    = "Lock is already held in current process"
)

// lockError reads what DuckDB says about a lock; nil where it says something else.
func lockError(location, text string) *mperr.StorageLocked {
	found := false
	for _, words := range lockWords {
		found = found || strings.Contains(text, words)
	}
	if !found {
		return nil
	}
	locked := &mperr.StorageLocked{Path: location}
	if strings.Contains(text, lockOwn) {
		locked.HolderPID = os.Getpid()
		return locked
	}
	// The path stands in front and may hold any words, so the last match is DuckDB's own.
	matches := lockHolder.FindAllStringSubmatch(text, -1)
	if len(matches) == 0 {
		return locked
	}
	last := matches[len(matches)-1]
	if pid, err := strconv.Atoi(last[2]); err == nil {
		locked.HolderPID, locked.HolderCommand = pid, strings.ToValidUTF8(last[1], "\uFFFD")
	}
	return locked
}
