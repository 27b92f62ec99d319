package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// dieAltered adds a property column to a table with rows, widens it, and then waits for its death with both in the log.
func dieAltered(args []string) error {
	ctx, tb := context.Background(), &testing.B{}
	sink, err := engine.New().Open(ctx, storage.Options{Location: args[0]})
	if err != nil {
		return err
	}
	session, err := sink.Begin(ctx, target(storage.Append))
	if err != nil {
		return err
	}
	for _, rows := range []*flipping{flip(tb, 2, "null", ""), flip(tb, 3, `"text"`, storage.Varchar)} {
		if _, err := sink.WriteUnit(ctx, session.ID, rows.of.unit, rows); err != nil {
			return err
		}
	}
	fmt.Println("altered")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return errors.New("still alive")
}

func TestAKillAfterAPropertyColumnChangedLeavesAFileThatOpens(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	write(t, sink, storage.Create, flip(t, 1, "null", "").of)
	must(t, "close", sink.Close(t.Context()))
	dying := start(t, "flip", path)
	if !dying.lines.Scan() || dying.lines.Text() != "altered" {
		t.Fatalf("the process said %q, %s", dying.lines.Text(), dying.stderr)
	}
	if log, err := os.Stat(path + ".wal"); err != nil || log.Size() == 0 {
		t.Fatalf("nothing is in the log: %v", err)
	}
	must(t, "kill", dying.Process.Kill())
	_ = dying.Wait()
	sink = openAt(t, path)
	session := begin(t, sink, target(storage.Append))
	if len(session.Durable) != 2 || len(session.Columns) != 1 || session.Columns[0].Type != storage.Varchar {
		t.Errorf("the session has %+v", session)
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	got := answer(t, sink, `SELECT count(*), count(n), count(*) FILTER (n IS DISTINCT FROM prop(properties, 'n''/~')) FROM events`)
	if fmt.Sprint(got) != "[120 116 0]" {
		t.Errorf("the table says %v", got)
	}
	wantAnswer(t, sink, storage.Keys{Table: "events"}, "N", "n'/~")
	if noted := answer(t, sink, "SELECT count(DISTINCT day) FROM _mp.keys"); fmt.Sprint(noted) != "[2]" {
		t.Errorf("keys are noted for %v days", noted)
	}
}
