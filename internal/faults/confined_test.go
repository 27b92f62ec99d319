//go:build linux

package faults_test

import (
	"errors"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// confinedWord is the first argument with which this test's own program starts another in its place, without what a full
// disk or a stranger's folder would refuse: no temporary file system is needed, nor the right to mount one.
const confinedWord = "confined"

// confined becomes a program whose files may grow to a size, 0 for any, and that permissions stop although root runs it:
// confined SIZE PROGRAM ARG…
func confined(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: confined SIZE PROGRAM [ARG ...]")
	}
	size, err := strconv.ParseUint(args[0], 10, 64)
	if err != nil {
		return err
	}
	if size > 0 {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: size}); err != nil {
			return err
		}
	}
	if os.Geteuid() == 0 {
		// A program that root starts gets what is left in the bounding set.
		for _, right := range []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH, unix.CAP_FOWNER} {
			if err := unix.Prctl(unix.PR_CAPBSET_DROP, right, 0, 0, 0); err != nil {
				return err
			}
		}
	}
	return syscall.Exec(args[1], args[1:], os.Environ())
}
