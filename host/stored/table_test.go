package stored_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// store answers with batches of rows as JSON, and then with an error.
type store struct {
	schema  *arrow.Schema // nil is the question's own
	batches []string
	err     error

	asked  storage.Question
	closed bool
}

func (s *store) Analyze(_ context.Context, question storage.Question) (storage.Reader, error) {
	s.asked = question
	if s.schema == nil {
		s.schema = question.Schema()
	}
	return s, nil
}

func (s *store) Schema() *arrow.Schema { return s.schema }

func (s *store) Next(context.Context) (arrow.RecordBatch, error) {
	if len(s.batches) == 0 {
		if s.err != nil {
			return nil, s.err
		}
		return nil, io.EOF
	}
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, s.schema, strings.NewReader(s.batches[0]))
	s.batches = s.batches[1:]
	return batch, err
}

func (s *store) Close() error {
	s.closed = true
	return nil
}

// wantJSON checks the JSON of an answer, and that its reader was closed.
func wantJSON(t *testing.T, s *store, answer json.Marshaler, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	got, err := answer.MarshalJSON()
	if err != nil || string(got) != want {
		t.Errorf("got  %s %v\nwant %s", got, err, want)
	}
	if !s.closed {
		t.Error("the reader was left open")
	}
}

func TestSummaryIsReadFromItsRows(t *testing.T) {
	s := &store{batches: []string{
		`[{"column_name":"n","column_type":"BIGINT","min":"1","max":"3","approx_unique":2,"avg":2,"std":1.5,"q25":1,"q50":2,"q75":3,"count":4,"null_percentage":25}]`,
		`[{"column_name":"t","column_type":"JSON","min":null,"max":null,"approx_unique":4,"avg":null,"std":null,"q25":null,"q50":null,"q75":null,"count":4,"null_percentage":0}]`,
	}}
	answer, err := stored.Summarize(t.Context(), s, "events")
	wantJSON(t, s, answer, err, `{"table":"events","row_count":4,"columns":[`+
		`{"column_name":"n","column_type":"BIGINT","min":1,"max":3,"approx_unique":2,"avg":2,"std":1.5,"q25":1,"q50":2,"q75":3,"count":4,"null_percentage":25},`+
		`{"column_name":"t","column_type":"JSON","min":null,"max":null,"approx_unique":4,"avg":null,"std":null,"q25":null,"q50":null,"q75":null,"count":4,"null_percentage":0}]}`)
	s = &store{}
	answer, err = stored.Summarize(t.Context(), s, "events")
	wantJSON(t, s, answer, err, `{"table":"events","row_count":0,"columns":[]}`)
}

func TestBreakdownTakesItsTotalsFromTheRowOfAllEvents(t *testing.T) {
	s := &store{batches: []string{
		`[{"event_name":null,"count":3,"unique_users":2,"first_seen":"2026-01-01 00:00:00","last_seen":"2026-01-02 00:00:00.000001","pct_of_total":100},
		{"event_name":"Buy","count":3,"unique_users":2,"first_seen":"2026-01-01 00:00:00","last_seen":"2026-01-02 00:00:00.000001","pct_of_total":100}]`,
	}}
	answer, err := stored.Breakdown(t.Context(), s, "events")
	wantJSON(t, s, answer, err, `{"table":"events","total_events":3,"total_users":2,"date_range":["2026-01-01T00:00:00.000000Z","2026-01-02T00:00:00.000001Z"],`+
		`"events":[{"event_name":"Buy","count":3,"unique_users":2,"first_seen":"2026-01-01T00:00:00.000000Z","last_seen":"2026-01-02T00:00:00.000001Z","pct_of_total":100}]}`)
	s = &store{batches: []string{`[{"event_name":null,"count":0,"unique_users":0,"first_seen":null,"last_seen":null,"pct_of_total":0}]`}}
	answer, err = stored.Breakdown(t.Context(), s, "events")
	wantJSON(t, s, answer, err, `{"table":"events","total_events":0,"total_users":0,"date_range":null,"events":[]}`)
}

func TestKeysAreNames(t *testing.T) {
	s := &store{batches: []string{`[{"key":""},{"key":"$os"}]`, `[{"key":"é"}]`}}
	answer, err := stored.PropertyKeys(t.Context(), s, "events", "Buy")
	wantJSON(t, s, answer, err, `["","$os","é"]`)
	if diff := cmp.Diff(storage.Question(storage.Keys{Table: "events", Event: "Buy"}), s.asked); diff != "" {
		t.Error(diff)
	}
	s = &store{}
	answer, err = stored.PropertyKeys(t.Context(), s, "events", "")
	wantJSON(t, s, answer, err, `[]`)
}

func TestColumnStatsHaveTheirFrequentValues(t *testing.T) {
	s := &store{batches: []string{
		`[{"dtype":"DOUBLE","count":3,"null_count":1,"unique_count":2,"numeric":true,"min":"1","max":"2.5","mean":1.5,"std":null,
		"top_values":[{"value":"1","count":2},{"value":"2.5","count":1}]}]`,
	}}
	answer, err := stored.ColumnStats(t.Context(), s, "events", "n", 2)
	wantJSON(t, s, answer, err, `{"table":"events","column":"n","dtype":"DOUBLE","count":3,"null_count":1,"null_pct":25,"unique_count":2,`+
		`"unique_pct":66.66666666666667,"top_values":[[1,2],[2.5,1]],"min":1,"max":2.5,"mean":1.5,"std":null}`)
	if diff := cmp.Diff(storage.Question(storage.ColumnStats{Table: "events", Column: "n", Top: 2}), s.asked); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersThatEndBadlyAreNoAnswers(t *testing.T) {
	broken := errors.New("the store went away")
	s := &store{batches: []string{`[{"key":"a"}]`}, err: broken}
	if answer, err := stored.PropertyKeys(t.Context(), s, "events", ""); !errors.Is(err, broken) || answer != nil || !s.closed {
		t.Errorf("got %v, %v", answer, err)
	}
	s = &store{schema: arrow.NewSchema([]arrow.Field{{Name: "key", Type: arrow.PrimitiveTypes.Int64}}, nil), batches: []string{`[{"key":1}]`}}
	if answer, err := stored.PropertyKeys(t.Context(), s, "events", ""); mperr.CodeOf(err) != "STORAGE_FAILED" || answer != nil || !s.closed {
		t.Errorf("got %v, %v", answer, err)
	}
	// A store that says nothing of what it was asked for.
	s = &store{}
	if answer, err := stored.ColumnStats(t.Context(), s, "events", "n", 2); err == nil {
		t.Errorf("got %v", answer)
	}
}
