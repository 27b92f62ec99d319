package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// The time that Linux counts for threads and processes says more than the clock's on a machine that others use.

// onOneCore is the time of one core that do takes on a thread of its own.
func onOneCore(do func()) (time.Duration, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, err := threadTime()
	if err != nil {
		return 0, err
	}
	do()
	after, err := threadTime()
	return after - before, err
}

// threadTime is the time of this thread in nanoseconds.
func threadTime() (time.Duration, error) {
	text, err := os.ReadFile("/proc/thread-self/schedstat")
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), " ")
	nanoseconds, err := strconv.ParseInt(first, 10, 64)
	return time.Duration(nanoseconds), err
}

// processTimes are user and system time of this process and of its children, in steps of a hundredth of a second.
func processTimes() (own, children time.Duration, err error) {
	if own, err = processTime("self"); err != nil {
		return 0, 0, err
	}
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		return 0, 0, err
	}
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			continue // the thread is gone, and its children are another's
		}
		for pid := range strings.FieldsSeq(string(text)) {
			took, err := processTime(pid)
			if err != nil {
				return 0, 0, err
			}
			children += took
		}
	}
	return own, children, nil
}

func processTime(pid string) (time.Duration, error) {
	text, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return 0, err
	}
	// The name, in brackets, may have blanks. utime and stime are the 12th and 13th field behind it.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("the system says %q of process %s", text, pid)
	}
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond, err
}
