package duck

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/duckdb/duckdb-go/v2"
)

// Transaction is a transaction on a connection of its own. It is used by one goroutine.
type Transaction struct {
	ctx  context.Context //nolint:containedctx // a transaction lives inside the call that began it
	conn *sql.Conn
	// streams let go of what the views have read. A statement that was cancelled may read on until the transaction ends.
	streams []func()
}

// Write runs f in a transaction that is committed where f gives nil and rolled back otherwise, also when f panics or ctx
// ends. Two transactions that change the same rows or the shape of the same table at once fail with a [Failure] of the
// kind TransactionContext.
func (d *Database) Write(ctx context.Context, f func(*Transaction) error) error {
	return d.transact(ctx, "BEGIN TRANSACTION", f)
}

// errUndo ends a transaction that is to leave nothing.
var errUndo = errors.New("take it back")

// Undo is Write that is rolled back in any case: what f does lasts, and is seen by nobody else, until f is over.
func (d *Database) Undo(ctx context.Context, f func(*Transaction) error) error {
	err := d.Write(ctx, func(tx *Transaction) error { return cmp.Or(f(tx), errUndo) })
	if errors.Is(err, errUndo) {
		return nil
	}
	return err
}

// Read is Write for what only looks: everything in f sees the store at one moment.
func (d *Database) Read(ctx context.Context, f func(*Transaction) error) error {
	return d.transact(ctx, "BEGIN TRANSACTION READ ONLY", f)
}

// Exec runs a statement outside of a transaction.
func (d *Database) Exec(ctx context.Context, statement string) error {
	_, err := d.sql.ExecContext(ctx, statement)
	return err
}

func (d *Database) transact(ctx context.Context, begin string, f func(*Transaction) error) (err error) {
	conn, err := d.sql.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return err
	}
	// Whether a transaction ends well must not hang on a context that ends in the middle of it.
	end := func(statement string) error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), statement)
		return err
	}
	tx, committed := &Transaction{ctx: ctx, conn: conn}, false
	defer tx.release()
	defer func() {
		if !committed {
			// DuckDB has rolled back by itself after some errors; then there is nothing left to roll back.
			_ = end("ROLLBACK")
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := end("COMMIT"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

// Exec runs a statement and gives the number of rows it changed.
func (t *Transaction) Exec(statement string, args ...any) (int64, error) {
	result, err := t.conn.ExecContext(t.ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Query calls scan for each row of the answer; scan reads it with the function it is given.
func (t *Transaction) Query(scan func(into func(...any) error) error, statement string, args ...any) (err error) {
	rows, err := t.conn.QueryContext(t.ctx, statement, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Insert adds rows of values to the named columns of a table.
func (t *Transaction) Insert(table, columns string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	var args []any
	places := make([]string, len(rows))
	for i, row := range rows {
		places[i] = "(" + strings.TrimSuffix(strings.Repeat("?, ", len(row)), ", ") + ")"
		args = append(args, row...)
	}
	_, err := t.Exec("INSERT INTO "+table+" ("+columns+") VALUES "+strings.Join(places, ", "), args...)
	return err
}

// View makes rows readable under a name inside this transaction, until the returned function is called. The view is to
// be read once and whole: what DuckDB does with it beyond INSERT … SELECT is not reliable. DuckDB reads rows on threads
// of its own, one at a time, and holds on to batches until it is done with them.
//
// Until then DuckDB's optimizer is off. It would leave out columns that a statement does not name, but the driver sends
// all of them, and each is read from the place of another: wrong values, or a process that dies (seen with DuckDB 1.5.5).
func (t *Transaction) View(name string, rows array.RecordReader) (remove func() error, err error) {
	if _, err := t.Exec("PRAGMA disable_optimizer"); err != nil {
		return nil, err
	}
	err = t.conn.Raw(func(driverConn any) error {
		conn, ok := driverConn.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("%T is no connection of DuckDB", driverConn)
		}
		door, err := duckdb.NewArrowFromConn(conn)
		if err != nil {
			return err
		}
		release, err := door.RegisterView(rows, name)
		if err == nil {
			t.streams = append(t.streams, release)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return func() error {
		// The driver makes a view that would outlive the connection, and it holds a pointer.
		_, err := t.Exec("DROP VIEW " + Quote(name))
		_, again := t.Exec("PRAGMA enable_optimizer")
		return errors.Join(err, again)
	}, nil
}

// release lets go of the rows of all views.
func (t *Transaction) release() {
	for _, release := range t.streams {
		release()
	}
}

// Quote makes an identifier of any text.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
