package engine_test

import (
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestNewestIsToldOfTheUsersOwnTables(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, "CREATE TABLE people AS SELECT TIMESTAMP '2026-01-03 08:15:00.000001' AS last_seen UNION ALL SELECT NULL")
	wantAnswer(t, sink, storage.Newest{Table: "PEOPLE"}, "2026-01-03T08:15:00.000001Z")
	change(t, sink, "CREATE VIEW nobody AS FROM people WHERE last_seen IS NULL")
	wantAnswer(t, sink, storage.Newest{Table: "nobody"}, "(null)")
	change(t, sink, "CREATE TABLE mine AS SELECT 1 AS n")
	wantError[*mperr.InvalidArgument](t, "a table without updates", refusalOf(t, sink, storage.Newest{Table: "mine"}))
}

// Events whose times are known, with mp_processing_time_ms in every form that a line can have it in.
const processedEvents = `CREATE TABLE events AS
	SELECT 'e' AS event_name, TIMESTAMP '2026-01-01' AS event_time, 'u' AS distinct_id, 'i' AS insert_id,
		properties, DATE '2026-01-01' AS project_day
	FROM (VALUES ('{"mp_processing_time_ms":1767225600000}'), ('{"mp_processing_time_ms":1767225600005.0}'), ('{"mp_processing_time_ms":1767225600009}'),
		('{"mp_processing_time_ms":1767225599999}'), ('{"mp_processing_time_ms":1767225600011}'), ('{"mp_processing_time_ms":"1767225600003"}'),
		('{"mp_processing_time_ms":null}'), ('{"mp_processing_time_ms":[1767225600003]}'), ('{"mp_processing_time_ms":1e300}'), ('{}'),
		('{"half":"\ud800","mp_processing_time_ms":1767225600003}')) AS made (properties)`

func TestLatenessIsOfEventsWithANumber(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, processedEvents)
	question := storage.Lateness{Table: "events", Days: []string{"2025-12-31", "2026-01-01"}, Percentile: 100, Within: 10 * time.Millisecond}
	wantAnswer(t, sink, question, "3|9")
	question.Percentile = 0.1
	wantAnswer(t, sink, question, "3|0")
	question.Percentile, question.Limit = 66, 1000
	wantAnswer(t, sink, question, "3|5")
	question.Days = question.Days[:1]
	wantAnswer(t, sink, question, "0|(null)")
	change(t, sink, "CREATE TABLE dayless AS SELECT * EXCLUDE project_day FROM events")
	question.Table = "dayless"
	wantError[*mperr.InvalidArgument](t, "events without days", refusalOf(t, sink, question))
}

// The column says another time than the JSON here, so that it shows which one was read.
func TestLatenessIsReadFromTheColumnOfTheProperty(t *testing.T) {
	const property = "mp_processing_time_ms"
	sink := openAt(t, newPath(t))
	rows := madeOf([]row{{"Log In", "a", "1", `{"mp_processing_time_ms":1767225600001}`}, {"Log In", "a", "2", `{"mp_processing_time_ms":1767225600002}`}})
	column := storage.PropertyColumn{Name: property, Property: property, Type: storage.BigInt}
	brought := rows.with(column.Field(), func(n int) arrow.Array {
		builder := array.NewInt64Builder(memory.DefaultAllocator)
		for i := range n {
			builder.Append(midnight.UnixMilli() + 7 + int64(i))
		}
		return builder.NewArray()
	})
	session := begin(t, sink, target(storage.Create))
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, dayOne, brought)))
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	wantAnswer(t, sink, storage.Lateness{Table: "events", Days: []string{"2026-01-01"}, Percentile: 100, Within: time.Hour}, "2|8")
}
