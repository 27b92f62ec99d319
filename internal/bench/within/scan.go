package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/host/fetch/scan"
)

// scannedBytes is how much of a file is scanned: far more than any cache holds.
const scannedBytes = 128 << 20

// scanned measures the scanner, without and with every property apart, and encoding/json.Valid on the same lines, in turn.
func scanned(path, times string) (figures, error) {
	n, err := strconv.Atoi(times)
	if err != nil {
		return nil, err
	}
	lines, size, err := readLines(path)
	if err != nil {
		return nil, err
	}
	ways := waysToRead()
	measured := figures{"lines": float64(len(lines)), "mb": float64(size) / 1e6}
	for range n {
		for i := range ways {
			took, allocs, err := pass(lines, ways[i].line)
			if err != nil {
				return nil, err
			}
			ways[i].runs = append(ways[i].runs, float64(size)/1e6/took.Seconds())
			// What the runtime allocates for itself meanwhile is a few objects for a hundred thousand lines.
			measured[ways[i].name+"_allocs"] = math.Round(1000*float64(allocs)/float64(len(lines))) / 1000
		}
	}
	for _, way := range ways {
		measured[way.name+"_mb_s"] = median(way.runs)
	}
	return measured, nil
}

// way is a way to read lines, and how many megabytes a second it read in each run.
type way struct {
	name string
	line func([]byte) error
	runs []float64
}

func waysToRead() []way {
	var plain, members scan.Scanner
	members.KeepMembers = true
	return []way{
		{"scan", func(line []byte) error { _, err := plain.Scan(line); return err }, nil},
		{"members", func(line []byte) error { _, err := members.Scan(line); return err }, nil},
		{"valid", func(line []byte) error {
			if !json.Valid(line) {
				return fmt.Errorf("not JSON: %.80s", line)
			}
			return nil
		}, nil},
	}
}

// pass does something to each line and counts time and allocations.
func pass(lines [][]byte, do func([]byte) error) (took time.Duration, allocs uint64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	took, clockErr := onOneCore(func() {
		for _, line := range lines {
			if err = do(line); err != nil {
				return
			}
		}
	})
	runtime.ReadMemStats(&after)
	if err == nil {
		err = clockErr
	}
	return took, after.Mallocs - before.Mallocs, err
}

// readLines reads the first lines of a file into memory.
func readLines(path string) (lines [][]byte, size int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, scannedBytes))
	if err != nil {
		return nil, 0, err
	}
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	for line := range bytes.Lines(text) {
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, 0, fmt.Errorf("%s has no lines", path)
	}
	return lines, len(text), nil
}
