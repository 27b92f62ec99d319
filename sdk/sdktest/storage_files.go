package sdktest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// fileContent is what a query must never show. It reads as CSV, JSON lines and plain text alike.
const fileContent = "7051\n7052\n"

// fileReads are ways to read a file in the dialects of DuckDB, SQLite, PostgreSQL, ClickHouse and MySQL. Where a dialect
// does not know one, it refuses it for that.
var fileReads = []string{
	"SELECT * FROM read_csv('FILE')", "SELECT * FROM read_csv_auto('FILE')", "SELECT * FROM read_text('FILE')",
	"SELECT * FROM read_blob('FILE')", "SELECT * FROM read_json('FILE')", "SELECT * FROM 'FILE'", `SELECT * FROM "FILE"`,
	"SELECT content FROM read_text('FOLDER/*')", "SELECT count(*) FROM glob('FOLDER/*') HAVING count(*) > 0",
	"SELECT readfile('FILE')", "SELECT pg_read_file('FILE')", "SELECT load_file('FILE')", "SELECT * FROM file('FILE', 'CSV')",
	"SELECT a FROM (SELECT * FROM read_csv('FILE')) AS t (a)",
}

// fileWrites are ways to make or change a file or to let later queries do so.
var fileWrites = []string{
	"COPY (SELECT 1 AS a) TO 'NEW'", "COPY signups TO 'NEW'", "COPY signups FROM 'FILE'", "EXPORT DATABASE 'NEW'",
	"IMPORT DATABASE 'FOLDER'", "ATTACH 'NEW' AS other", "ATTACH DATABASE 'NEW' AS other", "VACUUM INTO 'NEW'",
	"SELECT writefile('NEW', 'a')", "SELECT 1 INTO OUTFILE 'NEW'", "CREATE TABLE leak AS SELECT * FROM read_csv('FILE')",
	"LOAD 'FILE'", "INSTALL 'FILE'", "SET enable_external_access = true", "SET allowed_directories = ['FOLDER']",
}

// reachFiles tries to read and write files through SQL, with and without leave to change the store.
func (c *storageCase) reachFiles() {
	events := on("2026-01-01", 5)
	sink := c.signups(events)
	folder := c.TempDir()
	file, created := filepath.Join(folder, "private.csv"), filepath.Join(folder, "created")
	c.must("write a file", os.WriteFile(file, []byte(fileContent), 0o600))
	places := strings.NewReplacer("FILE", file, "NEW", created, "FOLDER", folder)

	for _, write := range []bool{false, true} {
		for _, text := range append(append([]string{}, fileReads...), fileWrites...) {
			c.wantRefused(sink, storage.Query{SQL: places.Replace(text), Write: write})
			if _, err := os.Stat(created); err == nil {
				c.Fatalf("%s made a file", text)
			}
		}
	}
	content, err := os.ReadFile(file)
	c.must("read the file", err)
	if string(content) != fileContent {
		c.Errorf("the file was changed to %q", content)
	}
	c.wantRows(sink, "signups", events)
}

func (c *storageCase) wantRefused(sink storage.Sink, query storage.Query) {
	c.Helper()
	reader, err := c.query(sink, query)
	var cells []string
	if err == nil {
		cells, err = c.cells(reader)
	}
	if shown := strings.Join(cells, " "); strings.Contains(shown, "7051") {
		c.Fatalf("%s shows the file: %q", query.SQL, shown)
	}
	wantCoded(c.T, query.SQL, err)
	if strings.Contains(err.Error(), "7051") {
		c.Fatalf("%s shows the file in its error: %v", query.SQL, err)
	}
}

// cells reads an answer to its end, closes it, and gives its values as text, row by row.
func (c *storageCase) cells(reader storage.Reader) (cells []string, err error) {
	defer func() { err = errors.Join(err, reader.Close()) }()
	for {
		batch, err := reader.Next(c.ctx)
		if err == io.EOF { // the contract says io.EOF itself
			return cells, nil
		}
		if err != nil {
			return cells, err
		}
		for at := range int(batch.NumRows()) {
			for _, column := range batch.Columns() {
				cells = append(cells, textAt(column, at))
			}
		}
	}
}
