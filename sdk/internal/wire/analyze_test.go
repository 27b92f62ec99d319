package wire_test

import (
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// questions has one of each kind with every field set, as what is not set cannot be seen to arrive.
var questions = []storage.Question{
	storage.Summarize{Table: "events"},
	storage.Breakdown{Table: "events"},
	storage.Keys{Table: "events", Event: "Sign Up"},
	storage.ColumnStats{Table: "events", Column: "properties->>'$.ü'", Top: 7},
	storage.Segmentation{Table: "t", Event: "a", Period: period, Unit: storage.ByWeek, Count: storage.CountUsers, On: "on", Where: "where", Limit: 7,
		Segments: []string{"free", ""}},
	storage.Funnel{Table: "t", Steps: []string{"a", "b"}, Period: period, Unit: storage.ByDay, Window: 36*time.Hour + time.Millisecond, Where: "where"},
	storage.Retention{
		Table: "t", Born: "a", BornWhere: "b", Return: "c", Where: "d", Period: period, Unit: storage.ByMonth, Interval: 2, Intervals: 9, Unbounded: true,
	},
	storage.Frequency{Table: "t", Event: "a", Where: "b", Period: period, Unit: storage.ByDay, Each: storage.ByHour},
	storage.Distribution{Table: "t", Event: "a", Property: "p", Period: period, Limit: 3},
	storage.NumericSummary{Table: "t", Event: "a", Property: "p", Period: period, Percentiles: []float64{0, 99.9}},
	storage.DailyCounts{Table: "t", Events: []string{"a"}, Period: period},
	storage.Engagement{Table: "t", Events: []string{"a", "b"}, Period: period},
	storage.PropertyCoverage{Table: "t", Event: "a", Properties: []string{"p", ""}, Period: period},
	storage.Newest{Table: "people"},
	storage.Lateness{Table: "events", Days: []string{"2026-01-01", "2026-01-03"}, Percentile: 99.9, Within: 30*24*time.Hour + time.Millisecond, Limit: 7},
}

var period = storage.Period{From: "2026-01-01", To: "2026-01-31", Zone: "Europe/Lisbon", LocalTime: true}

// analyzing is an opened sink whose analyses give what answer makes.
func analyzing(t *testing.T, answer func(storage.Question) (storage.Reader, error)) storage.Analyzer {
	t.Helper()
	s := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{
		analyze: func(_ context.Context, question storage.Question) (storage.Reader, error) { return answer(question) },
	})))
	return s.(storage.Analyzer)
}

func TestEveryQuestionArrivesAsItWasAsked(t *testing.T) {
	var asked storage.Question
	analyzer := analyzing(t, func(question storage.Question) (storage.Reader, error) {
		asked = question
		return &batches{schema: question.Schema()}, nil
	})
	seen := map[string]bool{}
	for _, want := range questions {
		for i := range reflect.TypeOf(want).NumField() {
			if reflect.ValueOf(want).Field(i).IsZero() {
				t.Errorf("the %s of this test does not set %s", want.Name(), reflect.TypeOf(want).Field(i).Name)
			}
		}
		reader, err := analyzer.Analyze(t.Context(), want)
		if err != nil {
			t.Fatalf("%s: %v", want.Name(), err)
		}
		if _, err := reader.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("%s: an answer without rows gives %v", want.Name(), err)
		}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Error(diff)
		}
		seen[want.Name()] = true
	}
	members := (&pb.AnalyzeRequest{}).ProtoReflect().Descriptor().Oneofs().ByName("question").Fields().Len()
	if len(seen) != members {
		t.Errorf("%d questions were tried and the protocol has %d", len(seen), members)
	}
}

func TestQuestionThatNoTableCanAnswerIsRefusedOnBothSides(t *testing.T) {
	reached := false
	analyzer := analyzing(t, func(question storage.Question) (storage.Reader, error) {
		reached = true
		return &batches{schema: question.Schema()}, nil
	})
	for _, question := range []storage.Question{
		storage.Summarize{}, storage.ColumnStats{Table: "t"}, storage.ColumnStats{Table: "t", Column: "c", Top: -1},
	} {
		if _, err := analyzer.Analyze(t.Context(), question); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("%+v: %v", question, err)
		}
	}
	client, store := rawStorage(t, func(question storage.Question) (storage.Reader, error) {
		reached = true
		return &batches{schema: question.Schema()}, nil
	})
	err := firstOf(t, client, &pb.AnalyzeRequest{Store: store, Question: &pb.AnalyzeRequest_ColumnStats{
		ColumnStats: &pb.ColumnStatsQuestion{Table: "t", Column: "c", Top: 1 << 62},
	}})
	if mperr.CodeOf(err) != "INVALID_ARGUMENT" || reached {
		t.Errorf("the plugin answers %v, and the engine was reached: %t", err, reached)
	}
}

func TestQuestionOfALaterVersionIsNotSupportedByItsName(t *testing.T) {
	client, store := rawStorage(t, func(storage.Question) (storage.Reader, error) { return nil, io.ErrUnexpectedEOF })
	err := firstOf(t, client, &pb.AnalyzeRequest{Store: store, Name: "horoscope"})
	unknown, ok := errors.AsType[*mperr.CapabilityNotSupported](err)
	if !ok || unknown.Capability != "analyze horoscope" {
		t.Errorf("got %v", err)
	}
}

func TestQuestionThatTheEngineDoesNotAnswerNamesPluginAndQuestion(t *testing.T) {
	analyzer := analyzing(t, func(question storage.Question) (storage.Reader, error) {
		return nil, storage.UnknownQuestion(question.Name())
	})
	_, err := analyzer.Analyze(t.Context(), storage.Breakdown{Table: "events"})
	if err == nil || err.Error() != "plugin mp-storage-test does not support analyze breakdown" {
		t.Errorf("got %v", err)
	}
}

func TestAnswerWithOtherColumnsIsThePluginsFault(t *testing.T) {
	keys := storage.Keys{Table: "events"}
	for name, schema := range map[string]*arrow.Schema{
		"another name": arrow.NewSchema([]arrow.Field{{Name: "keys", Type: arrow.BinaryTypes.String}}, nil),
		"another type": arrow.NewSchema([]arrow.Field{{Name: "key", Type: arrow.PrimitiveTypes.Int64}}, nil),
		"one more":     arrow.NewSchema(append(keys.Schema().Fields(), arrow.Field{Name: "n", Type: arrow.PrimitiveTypes.Int64}), nil),
		"none":         arrow.NewSchema(nil, nil),
	} {
		closed := make(chan struct{})
		analyzer := analyzing(t, func(storage.Question) (storage.Reader, error) {
			return &batches{schema: schema, closed: closed}, nil
		})
		_, err := analyzer.Analyze(t.Context(), keys)
		if mperr.CodeOf(err) != "PLUGIN_PROTOCOL" || !strings.Contains(err.Error(), "the answer to keys has") {
			t.Errorf("%s: %v", name, err)
		}
		<-closed
	}
}

// rawStorage is a connection to a plugin with a store open, for requests that this build's host does not send.
func rawStorage(
	t *testing.T, answer func(storage.Question) (storage.Reader, error),
) (client pb.StorageServiceClient, store string) {
	t.Helper()
	about := wire.About{
		Name: "test", Version: "1", Kind: protocol.Storage, Protocol: protocol.Version, Capabilities: []string{"analyze"},
	}
	e := engineOf(&sink{
		analyze: func(_ context.Context, question storage.Question) (storage.Reader, error) { return answer(question) },
	})
	e.powers = []storage.Capability{storage.CapabilityAnalyze}
	client = pb.NewStorageServiceClient(wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) {
		wire.ServeStorage(server, about, e)
	}))
	opened, err := client.Open(t.Context(), &pb.OpenRequest{Location: "memory"})
	if err != nil {
		t.Fatal(err)
	}
	return client, opened.GetStore()
}

// firstOf is the error that the first message of an answer is.
func firstOf(t *testing.T, client pb.StorageServiceClient, request *pb.AnalyzeRequest) error {
	t.Helper()
	stream, err := client.Analyze(t.Context(), request)
	if err == nil {
		_, err = stream.Recv()
	}
	return err
}
