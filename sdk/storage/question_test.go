package storage_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestQuestionsRefuseWhatNoTableCanAnswer(t *testing.T) {
	for question, argument := range map[storage.Question]string{
		storage.Newest{}:                "table",
		storage.Summarize{}:             "table",
		storage.Breakdown{}:             "table",
		storage.Keys{}:                  "table",
		storage.ColumnStats{}:           "table",
		storage.ColumnStats{Table: "t"}: "column",
		storage.ColumnStats{Table: "t", Column: "c", Top: -1}:                 "top",
		storage.ColumnStats{Table: "t", Column: "c", Top: storage.MaxTop + 1}: "top",
	} {
		invalid, ok := errors.AsType[*mperr.InvalidArgument](question.Check())
		if !ok || invalid.Argument != argument {
			t.Errorf("%#v: %v, want %s to be refused", question, question.Check(), argument)
		}
	}
	for _, question := range []storage.Question{
		storage.Summarize{Table: "t"}, storage.Keys{Table: "t"}, storage.ColumnStats{Table: "t", Column: "c", Top: storage.MaxTop},
	} {
		if err := question.Check(); err != nil {
			t.Errorf("%#v: %v", question, err)
		}
	}
}

func TestAnswersMayDifferInWhatTheySayOfNulls(t *testing.T) {
	question := storage.ColumnStats{Table: "t", Column: "c"}
	fields := question.Schema().Fields()
	for i := range fields {
		fields[i].Nullable = !fields[i].Nullable
	}
	item := arrow.StructOf(arrow.Field{Name: "value", Type: arrow.BinaryTypes.String, Nullable: true},
		arrow.Field{Name: "count", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	fields[len(fields)-1].Type = arrow.ListOfField(arrow.Field{Name: "element", Type: item})
	if err := storage.CheckAnswer(question, arrow.NewSchema(fields, nil)); err != nil {
		t.Error(err)
	}
	other := arrow.StructOf(arrow.Field{Name: "text", Type: arrow.BinaryTypes.String}, item.Field(1))
	fields[len(fields)-1].Type = arrow.ListOf(other)
	if err := storage.CheckAnswer(question, arrow.NewSchema(fields, nil)); err == nil {
		t.Error("a struct with another name in it passes")
	}
}

func TestLatenessIsOfDaysAndBounded(t *testing.T) {
	good := storage.Lateness{Table: "events", Days: []string{"2026-01-01"}, Percentile: 100, Within: time.Hour}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for argument, spoil := range map[string][]func(*storage.Lateness){
		"table": {func(q *storage.Lateness) { q.Table = "" }},
		"days": {
			func(q *storage.Lateness) { q.Days = nil },
			func(q *storage.Lateness) { q.Days = []string{"2026-01-01", "2026-02-30"} },
			func(q *storage.Lateness) { q.Days = []string{"2026-01-01') OR true --"} },
		},
		"percentile": {
			func(q *storage.Lateness) { q.Percentile = 0 },
			func(q *storage.Lateness) { q.Percentile = 100.1 },
			func(q *storage.Lateness) { q.Percentile = math.NaN() },
		},
		"within": {func(q *storage.Lateness) { q.Within = 0 }, func(q *storage.Lateness) { q.Within = -time.Hour }},
		"limit":  {func(q *storage.Lateness) { q.Limit = -1 }},
	} {
		for _, spoil := range spoil {
			question := good
			spoil(&question)
			invalid, ok := errors.AsType[*mperr.InvalidArgument](question.Check())
			if !ok || invalid.Argument != argument {
				t.Errorf("%#v: %v, want %s to be refused", question, question.Check(), argument)
			}
		}
	}
}
