package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var plainRow = row{"Log In", "u", "1", `{}`}

func TestRowsThatCannotBeStoredAreRefused(t *testing.T) {
	sink := openAt(t, newPath(t))
	good := func() *made { return madeOf([]row{plainRow, {"Log In", "u", "2", `{}`}}) }
	some, bad := "text", "half\xed\xa0\x80"
	seconds := &arrow.TimestampType{Unit: arrow.Second}
	field := func(name string, kind arrow.DataType) arrow.Field {
		return arrow.Field{Name: name, Type: kind, Nullable: true}
	}
	twice := good().with(field("Plan", arrow.BinaryTypes.String), texts1("a")).with(field("plan", arrow.BinaryTypes.String), texts1("b"))
	lying := good().with(field("n", arrow.PrimitiveTypes.Int64), nulls(arrow.PrimitiveTypes.Int64))
	lying.batches = good().with(field("n", arrow.BinaryTypes.String), texts1("x")).batches
	short := good()
	short.schema = good().with(field("n", arrow.PrimitiveTypes.Int64), nulls(arrow.PrimitiveTypes.Int64)).schema
	missing := good()
	missing.schema = arrow.NewSchema(missing.schema.Fields()[1:], nil)
	for name, c := range map[string]struct {
		rows *made
		says string
	}{
		"bad UTF-8 in a name":         {madeOf([]row{plainRow, {bad, "u", "2", `{}`}}), "row 2 is not valid UTF-8"},
		"bad UTF-8 in a user":         {madeOf([]row{plainRow}, []row{plainRow, {"n", bad, "2", `{}`}}), "row 3 is not valid UTF-8"},
		"bad UTF-8 in an id":          {madeOf([]row{{"n", "u", "\xff", `{}`}}), "row 1 is not valid UTF-8"},
		"bad UTF-8 in properties":     {madeOf([]row{{"n", "u", "i", "{\"a\":\"\xc3\"}"}}), "row 1 is not valid UTF-8"},
		"a character cut in two":      {madeOf([]row{{"n\xc3", "\xa9u", "i", `{}`}}), "row 1 is not valid UTF-8"},
		"a character cut across rows": {madeOf([]row{{"n\xc3", "u", "i", `{}`}, {"\xa9n", "u", "i", `{}`}}), "row 1 is not valid UTF-8"},
		"bad UTF-8 in a further one":  {good().with(field("plan", arrow.BinaryTypes.String), texted(&some, &bad)), "row 2 is not valid UTF-8"},
		"a null name":                 {good().with(field("event_name", arrow.BinaryTypes.String), texted(&some, nil)), "row 2 has no value"},
		"a name that is a number":     {good().with(field("event_name", arrow.PrimitiveTypes.Int64), nulls(arrow.PrimitiveTypes.Int64)), "VARCHAR"},
		"a time in seconds":           {good().with(field("event_time", seconds), nulls(seconds)), "TIMESTAMP"},
		"a missing column":            {missing, "every unit"},
		"a column without a name":     {good().with(field("", arrow.BinaryTypes.String), texts1("a")), "no usable name"},
		"case twins":                  {twice, "upper and lower case"},
		"a type that has no place":    {good().with(field("x", arrow.FixedWidthTypes.Duration_s), nulls(arrow.FixedWidthTypes.Duration_s)), "cannot be stored"},
		"a twin of a fixed column":    {good().with(field("Event_Name", arrow.BinaryTypes.String), texts1("a")), "upper and lower case"},
		"batches of another type":     {lying, "int64"},
		"batches with fewer columns":  {short, "columns"},
	} {
		_, err := writeMade(t, sink, c.rows)
		if name == "batches with fewer columns" {
			wantError[*mperr.StorageFailed](t, name, err)
			continue
		}
		if invalid := wantError[*mperr.InvalidArgument](t, name, err); !strings.Contains(invalid.Error(), c.says) {
			t.Errorf("%s: the error says %q, want something with %q", name, invalid, c.says)
		}
	}
}

func TestTextOfAnyKindComesBack(t *testing.T) {
	sink := openAt(t, newPath(t))
	rows := make([]row, 0, 9)
	for i, text := range []string{"", "a\x00b", "\x00", "日本", "\U0010ffff", "'", `"`, "$1", strings.Repeat("é", 100_000)} {
		rows = append(rows, row{text, text, strconv.Itoa(i), fmt.Sprintf(`{"v":%d}`, i)})
	}
	session := begin(t, sink, target(storage.Create))
	unit := madeOf(rows).with(arrow.Field{Name: `col "quoted" 日本; --`, Type: arrow.BinaryTypes.String}, texts1("x"))
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, dayOne, unit)))
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	got := answer(t, sink, "SELECT event_name, distinct_id FROM events ORDER BY insert_id")
	for i, r := range rows {
		if got[2*i] != r.name || got[2*i+1] != r.user {
			t.Errorf("row %d came back as %.40q", i, got[2*i])
		}
	}
	columns, err := sink.Describe(t.Context(), "events")
	must(t, "describe", err)
	if last := columns[len(columns)-1].Name; last != `col "quoted" 日本; --` {
		t.Errorf("the column is called %q", last)
	}
}

// Mixpanel has such properties. DuckDB's JSON functions refuse them, in the row that has them and in no other.
func TestHalfASurrogatePairIsStoredAndHarmsNothing(t *testing.T) {
	sink := openAt(t, newPath(t))
	half := `{"emoji":"\ud83d","mp_processing_time_ms":9}`
	report, err := writeMadeAndKeep(t, sink, madeOf([]row{
		{"a", "u", "1", half}, {"b", "u", "2", `{"plan":"pro"}`}, {"a", "u", "1", half}, {"b", "u", "2", `{"plan":"pro","mp_processing_time_ms":1}`},
	}))
	must(t, "write", err)
	if report.Stored != 2 || report.Duplicates != 2 {
		t.Errorf("report is %+v", report)
	}
	want := []any{"a", `{"emoji":"\ud83d","mp_processing_time_ms":9}`, "b", `{"plan":"pro","mp_processing_time_ms":1}`}
	if diff := cmp.Diff(want, answer(t, sink, "SELECT event_name, properties::VARCHAR FROM events ORDER BY ALL")); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
	if got := answer(t, sink, "SELECT prop(properties, 'plan') FROM events WHERE json_valid(properties)"); len(got) != 1 || got[0] != "pro" {
		t.Errorf("the other row's property is %v", got)
	}
}

func writeMadeAndKeep(t *testing.T, sink storage.Sink, rows storage.Rows) (storage.UnitReport, error) {
	t.Helper()
	session := begin(t, sink, target(storage.Create))
	report, err := sink.WriteUnit(t.Context(), session.ID, dayOne, rows)
	if err == nil {
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	}
	return report, err
}

// DuckDB inserts on several threads, so that the order of rows in the table says nothing about their arrival.
func TestOfTiedCopiesFarApartTheLastArrivalStays(t *testing.T) {
	for name, rows := range map[string]int64{"small": 1 << 20, "large": 2000} {
		sink := openWith(t, engine.New().CallLarge(rows), storage.Options{Location: newPath(t)})
		groups := make([][]row, 0, 20)
		for batch := range 20 {
			rows := make([]row, 0, 550)
			for i := range 50 {
				rows = append(rows, row{"tied", "u", strconv.Itoa(i), fmt.Sprintf(`{"arrived":%d}`, batch)})
			}
			for i := range 500 {
				rows = append(rows, row{"single", "u", fmt.Sprintf("%d-%d", batch, i), `{}`})
			}
			groups = append(groups, rows)
		}
		report, err := writeMadeAndKeep(t, sink, madeOf(groups...))
		must(t, name, err)
		if report.Duplicates != 19*50 {
			t.Errorf("%s: %d duplicates, want %d", name, report.Duplicates, 19*50)
		}
		got := answer(t, sink, "SELECT DISTINCT properties::VARCHAR FROM events WHERE event_name = 'tied'")
		if diff := cmp.Diff([]any{`{"arrived":19}`}, got); diff != "" {
			t.Errorf("%s: what stayed differs (-want +got):\n%s", name, diff)
		}
	}
}

func TestLargeUnitsAreWholeInEveryMode(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	// More than a row group of DuckDB's.
	first := generate(t, spec{Rows: 130_000, Days: 2, Repeat: 100})
	write(t, sink, storage.Create, first)
	wantUnits(t, sink, first)

	must(t, "close", sink.Close(t.Context()))

	sink = openWith(t, engine.New().CallLarge(2000), storage.Options{Location: path})
	more := generate(t, spec{From: "2026-01-03", Rows: 6000, Repeat: 9})
	write(t, sink, storage.Append, more)
	wantUnits(t, sink, first, more)

	again := generate(t, spec{From: "2026-01-02", Rows: 7000, Days: 2, Repeat: 11})
	dayOne := generate(t, spec{Rows: 5000, Repeat: 2500})
	write(t, sink, storage.Append, again, dayOne)
	wantUnits(t, sink, dayOne, again)

	// In a session that is not published, over days that the same session has written.
	session := begin(t, sink, target(storage.Replace))
	put(t, sink, session, generate(t, spec{Rows: 9000, Days: 2}))
	put(t, sink, session, again)
	put(t, sink, session, dayOne)
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	wantUnits(t, sink, dayOne, again)
}

func TestAFailureAfterTheRowsOfALargeUnitLeavesNothing(t *testing.T) {
	var cancel context.CancelFunc
	// The clock is asked when the unit is recorded, which is after its rows.
	failing := engine.NewWith(func() time.Time {
		if cancel != nil {
			cancel()
		}
		return time.Now()
	}, nil)
	sink := openWith(t, failing.CallLarge(2000), storage.Options{Location: newPath(t)})
	small, large := generate(t, spec{Rows: 10}), generate(t, spec{From: "2026-01-02", Rows: 6000, Repeat: 5})
	fail := func(session storage.Session) {
		ctx, end := context.WithCancel(t.Context())
		defer end()
		cancel = end
		if _, err := sink.WriteUnit(ctx, session.ID, large.unit, large.rows()); !errors.Is(err, context.Canceled) {
			t.Fatalf("write: %v", err)
		}
		cancel = nil
	}
	for _, mode := range []storage.Mode{storage.Create, storage.Append} {
		session := begin(t, sink, target(mode))
		put(t, sink, session, small)
		fail(session)
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		wantUnits(t, sink, small)
	}
	if got := answer(t, sink, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"); len(got) != 1 {
		t.Errorf("tables are %v", got)
	}
	write(t, sink, storage.Append, large)
	wantUnits(t, sink, small, large)
}

func TestAPanicOfRowsIsRolledBackAndGoesOn(t *testing.T) {
	sink := openWith(t, engine.New().CallLarge(2000), storage.Options{Location: newPath(t)})
	for _, size := range []int{100, 6000} {
		session := begin(t, sink, target(storage.Create))
		rows := &made{schema: storage.EventsSchema(), batches: generate(t, spec{Rows: size, Batch: 100}).batches}
		rows.before = func(given int) error {
			if given == len(rows.batches) {
				panic("the sender is broken")
			}
			return nil
		}
		func() {
			defer func() {
				if text := fmt.Sprint(recover()); !strings.Contains(text, "the sender is broken") || !strings.Contains(text, "rows_test.go") {
					t.Errorf("the panic says %.300s", text)
				}
			}()
			_, err := sink.WriteUnit(t.Context(), session.ID, dayOne, rows)
			t.Errorf("no panic, but %v", err)
		}()
		unit := generate(t, spec{Rows: 10})
		put(t, sink, session, unit)
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		wantUnits(t, sink, unit)
		must(t, "drop", sink.Drop(t.Context(), "events"))
	}
}

func TestALargeUnitIsCutByItsContextAndByItsRows(t *testing.T) {
	sink := openWith(t, engine.New().CallLarge(2000), storage.Options{Location: newPath(t)})
	before := generate(t, spec{Rows: 500})
	write(t, sink, storage.Create, before)
	large := generate(t, spec{Rows: 10_000, Batch: 200, Repeat: 30})
	for _, mode := range []storage.Mode{storage.Append, storage.Replace} {
		session := begin(t, sink, target(mode))
		for _, at := range []int{0, 10, 30, 45, len(large.batches)} {
			ctx, cancel := context.WithCancel(t.Context())
			rows := &made{schema: storage.EventsSchema(), batches: large.batches, footer: large.footer}
			rows.before = func(given int) error {
				if given == at {
					cancel()
				}
				return nil
			}
			if _, err := sink.WriteUnit(ctx, session.ID, large.unit, rows); !errors.Is(err, context.Canceled) {
				t.Fatalf("cancelled at batch %d: %v", at, err)
			}
			rows.given, rows.before = 0, func(given int) error {
				if given == at {
					return &mperr.ExportTruncated{FromDate: "2026-01-01", ToDate: "2026-01-01", Reason: "cut on purpose"}
				}
				return nil
			}
			wantError[*mperr.ExportTruncated](t, "a cut body", second(sink.WriteUnit(t.Context(), session.ID, large.unit, rows)))
			wantUnits(t, sink, before)
		}
		must(t, "abort", sink.Abort(t.Context(), session.ID))
		wantUnits(t, sink, before)
	}
}

func TestUnitsOfTheSameDaysAtOnceLeaveOneOfThem(t *testing.T) {
	for _, rows := range []int{300, 5100} {
		sink := openWith(t, engine.New().CallLarge(2000), storage.Options{Location: newPath(t)})
		session := begin(t, sink, target(storage.Create))
		units := make([]*generated, 4)
		var all sync.WaitGroup
		for i := range units {
			units[i] = generate(t, spec{Rows: rows + i, Repeat: 100})
			units[i].unit.ID = fmt.Sprint("unit ", i)
			all.Go(func() {
				if _, err := sink.WriteUnit(t.Context(), session.ID, units[i].unit, units[i].rows()); err != nil {
					t.Errorf("write: %v", err)
				}
			})
		}
		all.Wait()
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		days, err := sink.Coverage(t.Context(), "events")
		must(t, "coverage", err)
		for _, unit := range units {
			if unit.report().Stored == days[0].Stored {
				wantUnits(t, sink, unit)
				return
			}
		}
		t.Errorf("coverage is %+v, which is none of the units'", days)
	}
}

func TestUnitsAtOnceBringColumnsOfTheirOwn(t *testing.T) {
	sink := openWith(t, engine.New().CallLarge(2000), storage.Options{Location: newPath(t)})
	session := begin(t, sink, target(storage.Create))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			day := fmt.Sprintf("2026-01-%02d", i+1)
			of := generate(t, spec{From: day, Rows: 400 + 6000*(i%2)})
			rows := &made{schema: storage.EventsSchema(), batches: of.batches, footer: of.footer}
			rows = rows.with(arrow.Field{Name: fmt.Sprint("own_", i), Type: arrow.BinaryTypes.String}, texts1(day)).
				with(arrow.Field{Name: "shared", Type: arrow.BinaryTypes.String}, texts1("x"))
			if _, err := sink.WriteUnit(t.Context(), session.ID, of.unit, rows); err != nil {
				t.Errorf("write: %v", err)
			}
		})
	}
	all.Wait()
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	for i := range 8 {
		day := fmt.Sprintf("2026-01-%02d", i+1)
		got := answer(t, sink, fmt.Sprintf("SELECT count(*) FROM events WHERE shared = 'x' AND own_%d = CAST(project_day AS VARCHAR) AND project_day = '%s'", i, day))
		if want := int64(400 + 6000*(i%2)); got[0] != want {
			t.Errorf("%s has %v rows with its column, want %d", day, got[0], want)
		}
	}
}

func TestColumnsKeepTheirTypes(t *testing.T) {
	sink := openAt(t, newPath(t))
	allocator := memory.DefaultAllocator
	rows := madeOf([]row{plainRow})
	want := map[string]string{}
	for name, c := range map[string]struct {
		kind arrow.DataType
		text string
	}{
		"BOOLEAN": {arrow.FixedWidthTypes.Boolean, "true"}, "TINYINT": {arrow.PrimitiveTypes.Int8, "-8"}, "SMALLINT": {arrow.PrimitiveTypes.Int16, "-16"},
		"INTEGER": {arrow.PrimitiveTypes.Int32, "-32"}, "BIGINT": {arrow.PrimitiveTypes.Int64, "-9223372036854775808"},
		"UTINYINT": {arrow.PrimitiveTypes.Uint8, "255"}, "USMALLINT": {arrow.PrimitiveTypes.Uint16, "65535"}, "UINTEGER": {arrow.PrimitiveTypes.Uint32, "4294967295"},
		"UBIGINT": {arrow.PrimitiveTypes.Uint64, "18446744073709551615"}, "FLOAT": {arrow.PrimitiveTypes.Float32, "1.5"},
		"DOUBLE": {arrow.PrimitiveTypes.Float64, "0.1"}, "VARCHAR": {arrow.BinaryTypes.LargeString, "é"}, "DATE": {arrow.FixedWidthTypes.Date32, "2026-02-03"},
		"TIMESTAMP":                {&arrow.TimestampType{Unit: arrow.Microsecond}, "2026-01-02 03:04:05.000006"},
		"TIMESTAMP_NS":             {&arrow.TimestampType{Unit: arrow.Nanosecond}, "2026-01-02 03:04:05.000006"},
		"TIMESTAMP WITH TIME ZONE": {&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, "2026-01-02 03:04:05Z"},
		"DECIMAL(38,2)":            {&arrow.Decimal128Type{Precision: 38, Scale: 2}, "123456789012345678901234567890123456.78"},
		"VARCHAR[]":                {arrow.ListOf(arrow.BinaryTypes.String), `["a","b"]`},
	} {
		column := strings.ToLower(strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
				return r
			}
			return '_'
		}, "X"+name))
		rows = rows.with(arrow.Field{Name: column, Type: c.kind, Nullable: true}, func(int) arrow.Array {
			builder := array.NewBuilder(allocator, c.kind)
			must(t, name, builder.AppendValueFromString(c.text))
			return builder.NewArray()
		})
		want[column] = name
	}
	must(t, "write", second(writeMadeAndKeep(t, sink, rows)))
	columns, err := sink.Describe(t.Context(), "events")
	must(t, "describe", err)
	got := map[string]string{}
	for _, column := range columns[6:] {
		got[column.Name] = column.Type
		if !column.Nullable {
			t.Errorf("%s must have a value", column.Name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("types differ (-want +got):\n%s", diff)
	}
	if got := answer(t, sink, "SELECT COLUMNS('^x.*')::VARCHAR FROM events"); len(got) != len(want) {
		t.Errorf("values are %v", got)
	}
	other := madeOf([]row{plainRow}).with(arrow.Field{Name: "xbigint", Type: arrow.BinaryTypes.String}, texts1("1"))
	session := begin(t, sink, target(storage.Append))
	wantError[*mperr.InvalidArgument](t, "another type", second(sink.WriteUnit(t.Context(), session.ID, dayOne, other)))
	twin := madeOf([]row{plainRow}).with(arrow.Field{Name: "XBigInt", Type: arrow.PrimitiveTypes.Int64}, nulls(arrow.PrimitiveTypes.Int64))
	wantError[*mperr.InvalidArgument](t, "a case twin", second(sink.WriteUnit(t.Context(), session.ID, dayOne, twin)))
}

func TestProfilesAreStoredUnitByUnit(t *testing.T) {
	sink := openWith(t, engine.New().CallLarge(2000), storage.Options{Location: newPath(t)})
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "distinct_id", Type: arrow.BinaryTypes.String}, {Name: "properties", Type: arrow.BinaryTypes.String},
		{Name: "last_seen", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
	}, nil)
	page := func(from, to int) *made {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i := from; i < to; i++ {
			builder.Field(0).(*array.StringBuilder).Append(fmt.Sprint("user ", i))
			builder.Field(1).(*array.StringBuilder).Append(fmt.Sprintf(`{"$email":"%d@example.com"}`, i))
			if i%2 == 0 {
				builder.Field(2).AppendNull()
			} else {
				builder.Field(2).(*array.TimestampBuilder).Append(arrow.Timestamp(midnight.UnixMicro()))
			}
		}
		return &made{schema: schema, batches: []arrow.RecordBatch{builder.NewRecordBatch()}, footer: storage.Footer{Rows: int64(to - from)}}
	}
	session := begin(t, sink, storage.Target{Table: "people", Kind: storage.Profiles, Mode: storage.Create, Fingerprint: "all"})
	for i, rows := range []*made{page(0, 1000), page(1000, 6000), page(6000, 6001)} {
		rows.footer.Rejects = []storage.Reject{{Offset: 7, Reason: "not JSON", Start: "x"}}
		report, err := sink.WriteUnit(t.Context(), session.ID, storage.Unit{ID: fmt.Sprint("page ", i)}, rows)
		must(t, "write", err)
		want := storage.UnitReport{Unit: storage.Unit{ID: fmt.Sprint("page ", i)}, Received: rows.footer.Rows + 1, Stored: rows.footer.Rows, Rejected: 1}
		if report != want {
			t.Errorf("report is %+v, want %+v", report, want)
		}
	}
	_, err := sink.WriteUnit(t.Context(), session.ID, storage.Unit{ID: "page 0"}, page(0, 1))
	wantError[*mperr.InvalidArgument](t, "a page again", err)
	rows := page(5, 7)
	rows.footer.Rows = 3
	wantError[*mperr.UnitMismatch](t, "a short page", second(sink.WriteUnit(t.Context(), session.ID, storage.Unit{ID: "page 9"}, rows)))
	table, err := sink.Commit(t.Context(), session.ID)
	must(t, "commit", err)
	if table.Rows != 6001 || table.Kind != storage.Profiles {
		t.Errorf("the table is %+v", table)
	}
	if days, err := sink.Coverage(t.Context(), "people"); err != nil || len(days) != 0 {
		t.Errorf("coverage is %v, %v", days, err)
	}
	if got := answer(t, sink, "SELECT count(last_seen), count(DISTINCT distinct_id) FROM people"); got[0] != int64(3000) || got[1] != int64(6001) {
		t.Errorf("last_seen and distinct_id count %v", got)
	}
	if got := answer(t, sink, "SELECT count(*) FROM _mp.rejects"); got[0] != int64(3) {
		t.Errorf("%v rejects, want 3", got)
	}
}

func TestManyRejectsAreKeptWithTheirDays(t *testing.T) {
	sink := openAt(t, newPath(t))
	rows := madeOf([]row{plainRow})
	rows.footer.Days[0].Rejected = 1000
	rows.footer.Days[0].Received += 1000
	for i := range 1000 {
		rows.footer.Rejects = append(rows.footer.Rejects, storage.Reject{Day: "2026-01-01", Offset: int64(i), Reason: "no", Start: "'\"\x00é"})
	}
	report, err := writeMadeAndKeep(t, sink, rows)
	must(t, "write", err)
	if report.Received != 1001 || report.Rejected != 1000 || report.Stored != 1 {
		t.Errorf("report is %+v", report)
	}
	if got := answer(t, sink, "SELECT count(*), sum(\"offset\")::BIGINT, min(start) FROM _mp.rejects"); !cmp.Equal(got, []any{int64(1000), int64(499_500), "'\"\x00é"}) {
		t.Errorf("rejects are %v", got)
	}
	// The day written again has none.
	write(t, sink, storage.Append, generate(t, spec{Rows: 5}))
	if got := answer(t, sink, "SELECT count(*) FROM _mp.rejects"); got[0] != int64(0) {
		t.Errorf("%v rejects are left", got)
	}
}
