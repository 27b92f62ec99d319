package engine_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var planColumn = storage.PropertyColumn{Property: "plan", Name: "plan", Type: storage.Varchar}

// planned are the rows of a day of January with a column of the property plan, which holds what their JSON has.
func planned(day int, rows ...row) *made {
	at := midnight.AddDate(0, 0, day-1)
	builder, plans := array.NewRecordBuilder(memory.DefaultAllocator, storage.EventsSchema()), []*string{}
	for _, r := range rows {
		appendEvent(builder, r.name, at, r.user, r.id, []byte(r.properties))
		var bag struct {
			Plan *string `json:"plan"`
		}
		_ = json.Unmarshal([]byte(r.properties), &bag) // what is no such object has no plan
		plans = append(plans, bag.Plan)
	}
	m := &made{schema: storage.EventsSchema()}
	m.batches = append(m.batches, builder.NewRecordBatch())
	m.footer.Rows = int64(len(rows))
	m.footer.Days = []storage.DayCount{{Day: at.Format(time.DateOnly), Received: m.footer.Rows, Complete: true}}
	return m.with(planColumn.Field(), texted(plans...))
}

func unitOf(rows *made) storage.Unit {
	day := rows.footer.Days[0].Day
	return storage.Unit{ID: day, FromDate: day, ToDate: day}
}

// habits are days of events that differ in what they do without a plan.
func habits() []*made {
	always := []row{{"Always", "a", "1", `{"plan":null,"x":1}`}, {"Always", "b", "2", `{"plan":"pro"}`}, {"Always", "c", "3", `{"y":2,"plan":null}`}}
	days := []*made{
		planned(1, append(always, row{"Never", "a", "4", `{"plan":"pro"}`}, row{"Never", "b", "5", `{"other":null}`},
			row{"Mixed", "a", "6", `{"plan":null}`}, row{"Mixed", "b", "7", `{}`}, row{"By Day", "a", "8", `{"plan":null}`})...),
		planned(2, row{"By Day", "a", "9", `{"half":"\ud800"}`}, row{"Half", "a", "10", `{"plan":null}`}, row{"Half", "a", "11", `{"plan":null,"h":"\udc00"}`},
			row{"Broken", "a", "21", `{"h":"\ud800","plan":null}`}, row{"Escaped", "a", "12", `{"pl\u0061n":null,"é\/":[{"plan":1}]}`}),
		// Of copies the one with the later time stays.
		planned(3, row{"Twice", "a", "13", `{"mp_processing_time_ms":1,"gone":1,"plan":null}`}, row{"Twice", "a", "13", `{"mp_processing_time_ms":2}`},
			row{"Twice", "b", "14", `{"mp_processing_time_ms":1,"plan":"pro"}`}, row{"Twice", "b", "14", `{"plan":"pro","mp_processing_time_ms":2}`}),
		planned(4, row{"Twice", "a", "15", `{"mp_processing_time_ms":1,"plan":null}`}, row{"Twice", "a", "15", `{"plan":null,"mp_processing_time_ms":2}`}),
		planned(5, row{"Rewritten", "a", "16", `{"old":1,"plan":null}`}),
	}
	bare := planned(6, row{"Bare", "a", "17", `{"plan":null}`}, row{"Bare", "b", "18", `{"bare":1}`})
	for i, batch := range bare.batches {
		bare.batches[i] = array.NewRecordBatch(storage.EventsSchema(), batch.Columns()[:6], batch.NumRows())
	}
	bare.schema = storage.EventsSchema()
	return append(days, bare)
}

// told are the answers of which notes of keys tell: keys, and what events of each name are split by.
func told(t *testing.T, sink storage.Sink) (answers []string) {
	t.Helper()
	period := storage.Period{From: "2026-01-01", To: "2026-01-06"}
	answers = append(answers, asked(t, sink, storage.Keys{Table: "events"})...)
	for _, name := range []string{"Always", "Never", "Mixed", "By Day", "Half", "Broken", "Escaped", "Twice", "Rewritten", "Bare", "None"} {
		for _, key := range asked(t, sink, storage.Keys{Table: "events", Event: name}) {
			answers = append(answers, name+" has "+key)
		}
		for _, on := range []string{expression.Property("plan"), `not defined(properties["plan"])`} {
			for _, segment := range asked(t, sink, storage.Segmentation{
				Table: "events", Event: name, Period: period, Unit: storage.ByDay, Count: storage.CountEvents, On: on,
			}) {
				answers = append(answers, name+" by "+on+" "+segment)
			}
		}
	}
	return answers
}

// What is noted of keys changes no answer: they are those of the JSON, whatever way units took and whatever became of rows.
func TestNotedKeysTellWhatTheJSONHas(t *testing.T) {
	for _, large := range []int64{1, 1 << 20} {
		for _, mode := range []storage.Mode{storage.Create, storage.Append} {
			path := newPath(t)
			sink := openWith(t, engine.New().CallLarge(large), storage.Options{Location: path})
			if mode == storage.Append {
				write(t, sink, storage.Create)
			}
			session := begin(t, sink, target(mode))
			must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, unitOf(habits()[0]), habits()[0])))
			var group errgroup.Group
			for _, rows := range habits()[1:] {
				group.Go(func() error { return second(sink.WriteUnit(t.Context(), session.ID, unitOf(rows), rows)) })
			}
			must(t, "write", group.Wait())
			again := planned(5, row{"Rewritten", "a", "19", `{"new":1}`})
			must(t, "write again", second(sink.WriteUnit(t.Context(), session.ID, unitOf(again), again)))
			must(t, "commit", second(sink.Commit(t.Context(), session.ID)))

			noted := told(t, sink)
			for _, want := range []string{
				"x", "Always has y", "Rewritten has new", "Bare has bare", "Escaped has é/", "Twice has mp_processing_time_ms",
				expectedSegment("Always", "null", 1, 2), expectedSegment("Never", "undefined", 1, 1), expectedSegment("Mixed", "null", 1, 1),
				expectedSegment("Mixed", "undefined", 1, 1), expectedSegment("By Day", "undefined", 2, 1), expectedSegment("Half", "null", 2, 2),
				expectedSegment("Broken", "null", 2, 1), expectedSegment("Escaped", "null", 2, 1), expectedSegment("Twice", "undefined", 3, 1),
				expectedSegment("Twice", "null", 4, 1), expectedSegment("Rewritten", "undefined", 5, 1), expectedSegment("Bare", "null", 6, 1),
			} {
				if !slices.Contains(noted, want) {
					t.Errorf("%s, large from %d rows: %q is not among %q", mode, large, want, noted)
				}
			}
			for _, gone := range []string{"gone", "old", "half"} {
				if slices.Contains(noted, gone) {
					t.Errorf("%s, large from %d rows: the key %s is there", mode, large, gone)
				}
			}
			if days := answer(t, sink, "SELECT CAST(list(DISTINCT day(day) ORDER BY day(day)) AS VARCHAR) FROM _mp.keys"); fmt.Sprint(days) != "[[1, 2, 4, 5]]" {
				t.Errorf("%s, large from %d rows: keys are noted for the days %v", mode, large, days)
			}
			must(t, "close", sink.Close(t.Context()))
			db := plain(t, path)
			must(t, "forget the keys", second(db.ExecContext(t.Context(), "DELETE FROM _mp.keys")))
			must(t, "close", db.Close())
			if diff := cmp.Diff(told(t, openAt(t, path)), noted); diff != "" {
				t.Errorf("%s, large from %d rows: the JSON says something else (-JSON +noted):\n%s", mode, large, diff)
			}
		}
	}
}

func expectedSegment(event, segment string, day, count int) string {
	return fmt.Sprintf("%s by %s %s|2026-01-%02d|%d", event, expression.Property("plan"), segment, day, count)
}

func TestNotedKeysGoWithTheirTable(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	one, other := planned(1, row{"Buy", "a", "1", `{"one":1}`}), planned(2, row{"Buy", "a", "2", `{"other":1}`})
	writeSession := func(mode storage.Mode, end func(string) error, rows *made) {
		session := begin(t, sink, target(mode))
		must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, unitOf(rows), rows)))
		must(t, "end", end(session.ID))
	}
	commit := func(id string) error { return second(sink.Commit(t.Context(), id)) }
	writeSession(storage.Create, commit, one)
	wantAnswer(t, sink, storage.Keys{Table: "events"}, "one")
	writeSession(storage.Replace, func(id string) error { return sink.Abort(t.Context(), id) }, other)
	wantAnswer(t, sink, storage.Keys{Table: "events"}, "one")
	other.given = 0
	writeSession(storage.Replace, commit, other)
	wantAnswer(t, sink, storage.Keys{Table: "events"}, "other")
	must(t, "drop", sink.Drop(t.Context(), "events"))
	if left := answer(t, sink, "SELECT count(*) FROM _mp.keys"); fmt.Sprint(left) != "[0]" {
		t.Errorf("%v key sets are left", left)
	}
}

// A file of an older mp has no notes; open for reading it cannot get any.
func TestKeysOfAnOlderFileAreRead(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	session := begin(t, sink, target(storage.Create))
	for _, rows := range habits() {
		must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, unitOf(rows), rows)))
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	noted := told(t, sink)
	must(t, "close", sink.Close(t.Context()))
	db := plain(t, path)
	must(t, "drop", second(db.ExecContext(t.Context(), "DROP TABLE _mp.keys")))
	must(t, "version", second(db.ExecContext(t.Context(), "UPDATE _mp.format SET version = 2")))
	must(t, "close", db.Close())
	reading := openFor(t, path)
	if diff := cmp.Diff(noted, told(t, reading)); diff != "" {
		t.Errorf("open for reading (-noted +read):\n%s", diff)
	}
	must(t, "close", reading.Close(t.Context()))
	sink = openAt(t, path)
	session = begin(t, sink, target(storage.Append))
	later := planned(1, row{"Later", "a", "20", `{"later":null}`})
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, unitOf(later), later)))
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	wantAnswer(t, sink, storage.Keys{Table: "events"}, "bare", "later", "mp_processing_time_ms", "old", "plan", "é/")
}
