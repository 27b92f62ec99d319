// Command reference is what a person does with DuckDB alone: it reads a file of exported events into a table like that of
// mp, with properties compressed in the same way, on two threads, and prints how many seconds that took until everything
// was in the one file. The benchmark of mp holds its own load against it.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: reference LINES DATABASE")
		os.Exit(2)
	}
	took, err := load(context.Background(), os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
	fmt.Printf("%.3f\n", took.Seconds())
}

func load(ctx context.Context, lines, path string) (took time.Duration, err error) {
	begun := time.Now()
	db, err := sql.Open("duckdb", path+"?storage_compatibility_version=v1.2.0&write_buffer_row_group_count=1&threads=2")
	if err != nil {
		return 0, err
	}
	for _, step := range []struct {
		statement string
		of        []any
	}{
		{statement: `CREATE TABLE events (event_name VARCHAR NOT NULL, event_time TIMESTAMP NOT NULL, distinct_id VARCHAR,
			insert_id VARCHAR, properties JSON NOT NULL USING COMPRESSION zstd, project_day DATE NOT NULL)`},
		{of: []any{lines}, statement: `INSERT INTO events SELECT event, moment, properties->>'distinct_id', properties->>'/$insert_id', properties, moment::DATE FROM (
			SELECT event, properties, make_timestamp((properties->'time')::BIGINT * 1000000) AS moment
			FROM read_json(?, columns = {event: 'VARCHAR', properties: 'JSON'}, format = 'newline_delimited'))`},
		{statement: "CHECKPOINT"},
	} {
		if _, err := db.ExecContext(ctx, step.statement, step.of...); err != nil {
			return 0, errors.Join(err, db.Close())
		}
	}
	err = db.Close()
	return time.Since(begun), err
}
