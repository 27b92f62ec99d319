//go:build linux

package faults_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

const everyColumn = `SELECT event_name, epoch_us(event_time) AS event_time, distinct_id, insert_id, CAST(properties AS VARCHAR) AS properties,
	CAST(project_day AS VARCHAR) AS project_day, CAST(to_json(events) AS VARCHAR) AS columns FROM events ORDER BY ALL`

// ask runs a command that only reads, and gives what it prints.
func (r *round) ask(args ...string) string {
	r.t.Helper()
	ended := r.start(append(args, "--wait", "20s")...).wait()
	if ended.code != 0 {
		r.t.Errorf("%s: mp %s: exit status %d: %s", r.name, strings.Join(args[:2], " "), ended.code, ended.stderr)
	}
	return ended.stdout
}

// hasTable says whether the table is published. The store must open.
func (r *round) hasTable() bool {
	r.t.Helper()
	if _, err := os.Stat(r.database()); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return strings.Contains(r.ask("inspect", "tables", "-f", "json"), `"events"`)
}

// stored reads the table's rows, by day.
func (r *round) stored() map[string][]row {
	r.t.Helper()
	rows := map[string][]row{}
	for line := range strings.Lines(r.ask("query", "sql", "-f", "jsonl", everyColumn)) {
		var one struct {
			row

			Columns string `json:"columns"`
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			r.t.Fatalf("%s: %v in %s", r.name, err, line)
		}
		r.checkColumns(one.Properties, one.Columns)
		rows[one.Day] = append(rows[one.Day], one.row)
	}
	return rows
}

// books reads the table's coverage, by day.
func (r *round) books() map[string]book {
	r.t.Helper()
	var list []book
	if err := json.Unmarshal([]byte(r.ask("inspect", "coverage", "-t", "events", "-f", "json")), &list); err != nil {
		r.t.Errorf("%s: coverage: %v", r.name, err)
	}
	books := map[string]book{}
	for _, one := range list {
		books[one.Day] = one
	}
	return books
}

// differ counts the rows of these days that are missing, and those that are there too often or should not be.
func differ(want, got map[string][]row, days []string) (losses, extra int) {
	balance := map[row]int{}
	for _, day := range days {
		for _, one := range want[day] {
			balance[one]++
		}
	}
	for _, rows := range got {
		for _, one := range rows {
			balance[one]--
		}
	}
	for _, left := range balance {
		losses += max(left, 0)
		extra += max(-left, 0)
	}
	return losses, extra
}

// checkWholeUnits looks at what is visible after the fault: whole units and their books, and of a table that is made or
// replaced nothing of the new one before all of it.
func (r *round) checkWholeUnits() (losses, extra int) {
	r.t.Helper()
	if r.mode == "" && !r.hasTable() {
		return 0, 0
	}
	rows, books := r.stored(), r.books()
	days := slices.Sorted(maps.Keys(books))
	if !r.mayBeVisible(days) {
		r.t.Errorf("%s: days %v are visible", r.name, days)
	}
	losses, extra = differ(truthOf(r.t).rows, rows, days)
	r.checkBooks(books, days)
	return losses, extra
}

// mayBeVisible says whether these days can be all of the table while the fetch is not finished.
func (r *round) mayBeVisible(days []string) bool {
	whole := slices.Sorted(maps.Keys(truthOf(r.t).books))
	first := whole[:unitDays]
	switch r.mode {
	case "":
		return slices.Equal(days, whole)
	case "--replace":
		return slices.Equal(days, whole) || slices.Equal(days, first)
	}
	for i := 0; i < len(whole); i += unitDays {
		has := slices.Contains(days, whole[i])
		if has != slices.Contains(days, whole[i+1]) || i == 0 && !has {
			return false
		}
	}
	return true
}

// checkFinished looks at the table at the end.
func (r *round) checkFinished() (losses, extra int) {
	r.t.Helper()
	want := truthOf(r.t)
	days := slices.Sorted(maps.Keys(want.books))
	books := r.books()
	if got := slices.Sorted(maps.Keys(books)); !slices.Equal(got, days) {
		r.t.Errorf("%s: coverage of %v", r.name, got)
	}
	r.checkBooks(books, days)
	return differ(want.rows, r.stored(), days)
}

func (r *round) checkBooks(books map[string]book, days []string) {
	r.t.Helper()
	for _, day := range days {
		if want := truthOf(r.t).books[day]; books[day] != want {
			r.t.Errorf("%s: the books of the day are %+v, want %+v", r.name, books[day], want)
		}
	}
}
