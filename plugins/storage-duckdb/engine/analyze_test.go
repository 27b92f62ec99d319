package engine_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// asked gives the rows of an answer, the cells of each as text with bars between.
func asked(t *testing.T, sink storage.Sink, question storage.Question) (rows []string) {
	t.Helper()
	reader, err := sink.(storage.Analyzer).Analyze(t.Context(), question)
	must(t, question.Name(), err)
	defer reader.Close()
	must(t, question.Name(), storage.CheckAnswer(question, reader.Schema()))
	for {
		batch, err := reader.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return rows
		}
		must(t, question.Name(), err)
		for at := range int(batch.NumRows()) {
			var cells []string
			for _, column := range batch.Columns() {
				cells = append(cells, column.ValueStr(at))
			}
			// The cells are in the batch, which goes.
			rows = append(rows, strings.Clone(strings.Join(cells, "|")))
		}
	}
}

func wantAnswer(t *testing.T, sink storage.Sink, question storage.Question, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, asked(t, sink, question)); diff != "" {
		t.Errorf("%#v (-want +got):\n%s", question, diff)
	}
}

// refusalOf is the error of a question that has no answer.
func refusalOf(t *testing.T, sink storage.Sink, question storage.Question) error {
	t.Helper()
	reader, err := sink.(storage.Analyzer).Analyze(t.Context(), question)
	for err == nil {
		_, err = reader.Next(t.Context())
	}
	return err
}

// allQuestions are of a table with the columns of events.
func allQuestions(table string) []storage.Question {
	return []storage.Question{
		storage.Summarize{Table: table}, storage.Breakdown{Table: table}, storage.Keys{Table: table},
		storage.Keys{Table: table, Event: "Page View"}, storage.ColumnStats{Table: table, Column: "distinct_id", Top: 3},
	}
}

func TestQuestionsAboutAMissingTableNameNearOnes(t *testing.T) {
	sink := openAt(t, newPath(t))
	write(t, sink, storage.Create)
	for _, question := range allQuestions("event") {
		missing := wantError[*mperr.TableNotFound](t, question.Name(), refusalOf(t, sink, question))
		if missing.TableName != "event" || !cmp.Equal(missing.SimilarTables, []string{"events"}) {
			t.Errorf("%s: %+v", question.Name(), *missing)
		}
	}
	wantError[*mperr.TableNotFound](t, "the engine's own table", refusalOf(t, sink, storage.Summarize{Table: "_mp.tables"}))
}

func TestQuestionsAboutATableWithoutTheirColumnsNameWhatIsMissing(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, "CREATE TABLE mine AS SELECT 'a' AS distinct_id, TIMESTAMP '2026-01-01' AS event_time")
	change(t, sink, "CREATE TABLE odd AS SELECT {'a': 1} AS properties")
	for _, test := range []struct {
		question storage.Question
		want     string
	}{
		{storage.Breakdown{Table: "mine"}, `table "mine": breakdown needs the columns event_name, event_time, distinct_id, and the table has no event_name`},
		{storage.Keys{Table: "mine"}, `table "mine": keys needs the columns properties, and the table has no properties`},
		{storage.Keys{Table: "odd"}, `table "odd": its properties are STRUCT(a INTEGER) and not JSON`},
		{storage.Summarize{}, `table: a question is about a table`},
	} {
		if err := wantError[*mperr.InvalidArgument](t, test.question.Name(), refusalOf(t, sink, test.question)); err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
	change(t, sink, `CREATE TABLE plain AS SELECT '{"b":1,"a":2}' AS properties`)
	wantAnswer(t, sink, storage.Keys{Table: "plain"}, "a", "b")
	wantError[*mperr.InvalidArgument](t, "keys of an event", refusalOf(t, sink, storage.Keys{Table: "plain", Event: "x"}))
}

func TestQuestionsAboutATableWithoutRowsHaveAnswers(t *testing.T) {
	sink := openAt(t, newPath(t))
	write(t, sink, storage.Create)
	wantAnswer(t, sink, storage.Breakdown{Table: "events"}, "(null)|0|0|(null)|(null)|0")
	wantAnswer(t, sink, storage.Keys{Table: "events"})
	wantAnswer(t, sink, storage.ColumnStats{Table: "events", Column: "distinct_id", Top: 3},
		"VARCHAR|0|0|0|false|(null)|(null)|(null)|(null)|[]")
	wantAnswer(t, sink, storage.ColumnStats{Table: "events", Column: "length(distinct_id)", Top: 3},
		"BIGINT|0|0|0|true|(null)|(null)|(null)|(null)|[]")
	rows := asked(t, sink, storage.Summarize{Table: "events"})
	if len(rows) != 6 || rows[0] != "event_name|VARCHAR|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)|0|0" {
		t.Errorf("the summary of no rows is %q", rows)
	}
}

func TestQuestionsSeeWhatIsCommittedAndReadersOfAStoreMayAsk(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	unit := generate(t, spec{Rows: 300, Days: 3})
	write(t, sink, storage.Create, unit)
	replacing := begin(t, sink, target(storage.Replace))
	put(t, sink, replacing, generate(t, spec{Rows: 50}))
	if got := asked(t, sink, storage.Breakdown{Table: "EVENTS"})[0]; !strings.HasPrefix(got, "(null)|300|") {
		t.Errorf("inside a replace the breakdown begins with %s", got)
	}
	must(t, "abort", sink.Abort(t.Context(), replacing.ID))
	must(t, "close", sink.Close(t.Context()))
	reader := openFor(t, path)
	for _, question := range allQuestions("events") {
		if len(asked(t, reader, question)) == 0 {
			t.Errorf("%s has no rows", question.Name())
		}
	}
	change := storage.ColumnStats{Table: "events", Column: "(SELECT count(*) FROM read_csv('/etc/passwd'))"}
	wantError[*mperr.QueryFailed](t, "an expression that reads a file", refusalOf(t, reader, change))
}

func TestQuestionsEndWithTheirContextAndTheirSink(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, "CREATE VIEW slow AS SELECT '' AS event_name, now() AS event_time, '' AS distinct_id, '{}'::JSON AS properties "+
		"FROM range(1000000000000) t(i) WHERE hash(i) = 7")
	for _, question := range allQuestions("slow") {
		ctx, cancel := context.WithCancel(t.Context())
		asking := make(chan error, 1)
		go func() { // ends with the context
			reader, err := sink.(storage.Analyzer).Analyze(ctx, question)
			for err == nil {
				_, err = reader.Next(ctx)
			}
			asking <- err
		}()
		cancel()
		if err := <-asking; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", question.Name(), err)
		}
	}
	asking := make(chan error, 1)
	go func() { asking <- refusalOf(t, sink, storage.Summarize{Table: "slow"}) }() // ends with the sink
	must(t, "close", sink.Close(t.Context()))
	wantError[*mperr.StorageFailed](t, "a question under way", <-asking)
	wantError[*mperr.StorageFailed](t, "a question after that", refusalOf(t, sink, storage.Keys{Table: "slow"}))
}

// openFor opens a store for reading.
func openFor(t *testing.T, path string) storage.Sink {
	t.Helper()
	return openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true})
}
