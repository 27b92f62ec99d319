package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// rowsPerCommit is how many rows the Python tool that mp follows inserts before it commits.
const rowsPerCommit = 1000

// inserts are the statements of the ways to insert: that of the tool, and the cheaper one for rows that are known to be new.
var inserts = map[string]string{
	"rows": "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?)",
	"new":  "INSERT INTO events VALUES (?, ?, ?, ?, ?)",
}

// insertRows writes the first events of a file as that tool does: with a prepared statement, once a row, into a table with a
// primary key. Reading the file is not timed.
func insertRows(ctx context.Context, lines, path string, count int, statement string) (took time.Duration, err error) {
	rows, err := readRows(lines, count)
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return 0, err
	}
	_, err = db.ExecContext(ctx, `CREATE TABLE events (event_name VARCHAR NOT NULL, event_time TIMESTAMP NOT NULL,
		distinct_id VARCHAR NOT NULL, insert_id VARCHAR PRIMARY KEY, properties JSON)`)
	for some := range slices.Chunk(rows, rowsPerCommit) {
		if err == nil {
			err = insert(ctx, db, statement, some)
		}
	}
	err = errors.Join(err, db.Close())
	return time.Since(begun), err
}

// insert writes some rows in one transaction.
func insert(ctx context.Context, db *sql.DB, text string, rows [][]any) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	statement, err := tx.PrepareContext(ctx, text)
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }()
	for _, row := range rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// readRows reads the first events of a file into the columns of the table. Of events with the same id, one is read.
func readRows(path string, count int) ([][]any, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	var rows [][]any
	for seen := map[string]bool{}; len(rows) < count && lines.Scan(); {
		row, id, err := rowOf(lines.Bytes())
		if err != nil {
			return nil, err
		}
		if !seen[id] {
			rows = append(rows, row)
		}
		seen[id] = true
	}
	return rows, lines.Err()
}

// rowOf is an event as a row, and its id.
func rowOf(line []byte) (row []any, id string, err error) {
	var event struct {
		Name       string          `json:"event"`
		Properties json.RawMessage `json:"properties"`
	}
	var known struct {
		Time       int64  `json:"time"`
		DistinctID any    `json:"distinct_id"`
		InsertID   string `json:"$insert_id"`
	}
	if err := errors.Join(json.Unmarshal(line, &event), json.Unmarshal(event.Properties, &known)); err != nil {
		return nil, "", err
	}
	id = known.InsertID
	if id == "" {
		id = string(line)
	}
	at, user := time.UnixMilli(known.Time).UTC(), fmt.Sprint(known.DistinctID)
	return []any{event.Name, at, user, id, string(event.Properties)}, id, nil
}
