package duck

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Option is a configuration option of DuckDB that is set while a database is opened.
type Option struct{ Name, Value string }

// Database is an open database file. It is safe for concurrent use.
type Database struct {
	sql    *sql.DB
	native bindings.Database

	mu      sync.Mutex
	answers map[*Answer]struct{}
	closed  bool
}

// Open opens the file at path, or makes it. An error of DuckDB is a [Failure]; an option that DuckDB does not take and a
// path that its driver cannot express are an [mperr.InvalidArgument].
//
// DuckDB keeps one instance a file in a process: a second Open with the same options shares it, and one with others
// fails.
func Open(path string, options []Option) (*Database, error) {
	dsn, err := dataSource(path, options)
	if err != nil {
		return nil, err
	}
	config, err := configOf(options)
	if err != nil {
		return nil, err
	}
	defer bindings.DestroyConfig(&config)
	connector, err := duckdb.NewConnector(dsn, nil)
	if err != nil {
		if failure := FailureOf(err); failure != nil {
			return nil, failure
		}
		return nil, err
	}
	// The driver has just opened this instance; the second handle finds it by its path and the same options.
	var native bindings.Database
	var message string
	if bindings.GetOrCreateFromCache(duckdb.GetInstanceCache(), path, &native, config, &message) == bindings.StateError {
		bindings.Close(&native)
		return nil, errors.Join(parseFailure(message), connector.Close())
	}
	pool := sql.OpenDB(connector)
	// A connection costs microseconds, and a fresh one carries nothing over from whoever had it before.
	pool.SetMaxIdleConns(0)
	return &Database{sql: pool, native: native, answers: map[*Answer]struct{}{}}, nil
}

// configOf makes what the driver makes of the same options, which the caller destroys.
func configOf(options []Option) (bindings.Config, error) {
	var config bindings.Config
	if bindings.CreateConfig(&config) == bindings.StateError {
		bindings.DestroyConfig(&config)
		return config, errors.New("DuckDB made no configuration")
	}
	for _, option := range append([]Option{{"duckdb_api", "go"}}, options...) {
		if bindings.SetConfig(config, option.Name, option.Value) == bindings.StateError {
			bindings.DestroyConfig(&config)
			return config, &mperr.InvalidArgument{
				Argument: option.Name, Value: option.Value, Reason: "DuckDB does not take this value",
			}
		}
	}
	return config, nil
}

// CheckPath refuses a path that the driver cannot express, with an [mperr.InvalidArgument].
func CheckPath(path string) error {
	_, err := dataSource(path, []Option{{"threads", "1"}})
	return err
}

// dataSource writes path and options as the driver wants them, which is close to a URL but takes the path as it stands:
// a path that would not survive is refused, as its options would be lost without a word.
func dataSource(path string, options []Option) (string, error) {
	values := url.Values{}
	for _, option := range options {
		values.Set(option.Name, option.Value)
	}
	query := values.Encode()
	dsn := path + "?" + query
	parsed, err := url.Parse(dsn)
	if err != nil || parsed.RawQuery != query || strings.Contains(path, "?") || parsed.Fragment != "" {
		return "", &mperr.InvalidArgument{
			Argument: "path", Value: path, Reason: "DuckDB's driver cannot open a path with ?, # or a % in it",
		}
	}
	return dsn, nil
}

// EndAnswers ends every answer that is still open and takes no new questions.
func (d *Database) EndAnswers() {
	d.mu.Lock()
	d.closed = true
	open := make([]*Answer, 0, len(d.answers))
	for answer := range d.answers {
		open = append(open, answer)
	}
	d.mu.Unlock()
	for _, answer := range open {
		answer.Close()
	}
}

// Close ends every answer and lets go of the file. It is called once, with no transaction under way.
func (d *Database) Close() error {
	d.EndAnswers()
	err := d.sql.Close()
	bindings.Close(&d.native)
	if err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}

// enlist notes an answer, so that Close finds it; it says no once the database is closed.
func (d *Database) enlist(answer *Answer) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	d.answers[answer] = struct{}{}
	return true
}

func (d *Database) dismiss(answer *Answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.answers, answer)
}
