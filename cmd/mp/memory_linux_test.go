package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/built"
)

// manyRows is a query of a million rows of some two hundred bytes, of which the store holds none.
const manyRows = "SELECT i, repeat('x', 200) AS text, i % 2 = 0 AS even FROM range(1000000) t(i)"

// mostMemory is what mp may take for any number of rows: a million of them are 210 MB of text.
const mostMemory = 120 << 20

func TestMemoryOfAnAnswerIsThatOfAPartOfIt(t *testing.T) {
	programs, err := built.Dir()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	run := func(args ...string) *exec.Cmd {
		command := exec.CommandContext(t.Context(), filepath.Join(programs, "mp"), append(args, "--db", filepath.Join(home, "store.duckdb"))...)
		command.Env, command.Stderr = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}, os.Stderr
		return command
	}
	if err := run("query", "sql", "--write", "CREATE TABLE mine AS SELECT 1 AS n").Run(); err != nil {
		t.Fatal(err)
	}
	command := run("query", "sql", "-f", "csv", manyRows)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	rows, greatest := 0, 0
	for lines := bufio.NewScanner(out); lines.Scan(); rows++ {
		// Only so many rows fit into the pipe, so the program is at work when these have arrived.
		if rows%200_000 == 199_999 && rows < 1_000_000-100_000 {
			greatest = max(greatest, residentPeak(t, command.Process.Pid))
		}
	}
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
	if rows != 1_000_001 {
		t.Errorf("%d lines, want a header and 1,000,000 rows", rows)
	}
	if greatest == 0 || greatest > mostMemory {
		t.Errorf("mp took %d MiB, want at most %d", greatest>>20, mostMemory>>20)
	}
}

// residentPeak is the most memory that a process has taken so far.
func residentPeak(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	kilobytes, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(line), " kB"))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
