package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// writerVariable makes the test binary a process that writes units until it is killed; its value is the store.
const writerVariable = "JSONL_WRITER"

// rowsOfUnit is the number of rows of each of its units.
const rowsOfUnit = 50

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerVariable); dir != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes day after day, and every third day twice, and prints a line for each unit that is stored.
func writeUntilKilled(dir string) error {
	ctx := context.Background()
	s, err := engine{}.Open(ctx, storage.Options{Location: dir})
	if err != nil {
		return err
	}
	session, err := s.Begin(ctx, creation("signups"))
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		rows := &dayRows{day: dayNumber(n - n%3/2), properties: make([]string, rowsOfUnit)}
		for i := range rows.properties {
			rows.properties[i] = fmt.Sprintf(`{"n":%d}`, i)
		}
		if _, err := s.WriteUnit(ctx, session.ID, rows.unit(), rows); err != nil {
			return err
		}
		fmt.Println(rows.day)
	}
}

func dayNumber(n int) string {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)
}

func TestProcessKilledAtAnyMomentLeavesWholeUnits(t *testing.T) {
	for round := range 8 {
		dir := filepath.Join(t.TempDir(), "store")
		told := killAfter(t, dir, 2+round*3)
		s := open(t, dir)
		session, err := s.Begin(t.Context(), creation("signups"))
		if err != nil {
			t.Fatal(err)
		}
		for _, report := range session.Durable {
			if report.Stored != rowsOfUnit {
				t.Errorf("round %d: unit %s is durable with %d rows, want %d", round, report.Unit.ID, report.Stored, rowsOfUnit)
			}
			delete(told, report.Unit.ID)
		}
		if len(told) > 0 {
			t.Errorf("round %d: units %v were reported as stored and are not durable", round, told)
		}
		if _, err := s.Commit(t.Context(), session.ID); err != nil {
			t.Fatal(err)
		}
		if rows := properties(t, s, "signups"); len(rows) != len(session.Durable)*rowsOfUnit {
			t.Errorf("round %d: %d rows for %d units", round, len(rows), len(session.Durable))
		}
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// killAfter runs a writer, kills it after so many units, in the middle of the next one, and gives what it told.
func killAfter(t *testing.T, dir string, units int) map[string]bool {
	t.Helper()
	writer := exec.CommandContext(t.Context(), os.Args[0])
	writer.Env = append(os.Environ(), writerVariable+"="+dir)
	writer.Stderr = os.Stderr
	output, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	told, lines := map[string]bool{}, bufio.NewScanner(output)
	for range units {
		if !lines.Scan() {
			t.Fatalf("the writer ended by itself: %v", lines.Err())
		}
		told[lines.Text()] = true
	}
	if err := writer.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it told between the last line and its end
		told[lines.Text()] = true
	}
	_ = writer.Wait() // it was killed
	return told
}
