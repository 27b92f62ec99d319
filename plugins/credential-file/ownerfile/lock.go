package ownerfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a busy lock is tried again. A writer holds it for a few milliseconds.
const lockPoll = 10 * time.Millisecond

// Lock waits until no other process or goroutine changes the file at path, making the file's folder where there is
// none, and returns what ends the lock. It waits for wait at most, and no longer than the context.
//
// The lock is a file beside it, path.lock, which stays: taking it away would let two writers hold different files of
// that name. The system ends a dead process's lock.
func Lock(ctx context.Context, path string, wait time.Duration) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, writeError(path, err)
	}
	if err := checkFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	beside := path + ".lock"
	lock := flock.New(beside, flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o600))
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	_, err = lock.TryLockContext(limited, lockPoll)
	switch {
	case err == nil:
		leaveName(beside)
		return func() { _ = lock.Unlock() }, nil
	case errors.Is(ctx.Err(), context.Canceled):
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, refuse(path, fmt.Sprintf("is being changed by another process%s, which holds %s", holder(beside), beside),
			"wait for that process to end, or end it if it hangs, and repeat the command", limited.Err())
	}
	return nil, refuse(path, fmt.Sprintf("cannot be locked with %s and is unchanged: %s", beside, reasonOf(err)),
		"check the rights on the folder "+filepath.Dir(path)+" and on that file", err)
}

// leaveName tells those who wait whom they wait for. It is a courtesy: failing at it changes nothing.
func leaveName(beside string) {
	_ = os.WriteFile(beside, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
}

func holder(beside string) string {
	text, err := os.ReadFile(beside)
	if err != nil {
		return ""
	}
	if _, err := strconv.Atoi(strings.TrimSpace(string(text))); err != nil {
		return ""
	}
	return " (pid " + strings.TrimSpace(string(text)) + ")"
}
