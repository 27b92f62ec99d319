package main

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// load has DuckDB read a file into a table like that of mp, with properties compressed in the same way, on two threads.
func load(ctx context.Context, lines, path string) (took time.Duration, err error) {
	begun := time.Now()
	db, err := sql.Open("duckdb", path+"?storage_compatibility_version=v1.3.0&write_buffer_row_group_count=1&threads=2")
	if err != nil {
		return 0, err
	}
	for _, statement := range []struct {
		text string
		args []any
	}{
		{text: `CREATE TABLE events (event_name VARCHAR NOT NULL, event_time TIMESTAMP NOT NULL, distinct_id VARCHAR,
			insert_id VARCHAR, properties JSON NOT NULL USING COMPRESSION zstd, project_day DATE NOT NULL)`},
		{text: `INSERT INTO events SELECT event, moment, properties->>'distinct_id', properties->>'/$insert_id', properties, moment::DATE FROM (
			SELECT event, properties, make_timestamp((properties->'time')::BIGINT * 1000) AS moment
			FROM read_json(?, columns = {event: 'VARCHAR', properties: 'JSON'}, format = 'newline_delimited'))`, args: []any{lines}},
		{text: "CHECKPOINT"},
	} {
		if _, err := db.ExecContext(ctx, statement.text, statement.args...); err != nil {
			return 0, errors.Join(err, db.Close())
		}
	}
	err = db.Close()
	return time.Since(begun), err
}
