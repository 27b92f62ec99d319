package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"

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

// week is the unit of these tests.
var week = storage.Unit{ID: "2026-01-01..2026-01-07", FromDate: "2026-01-01", ToDate: "2026-01-07", Filter: "f"}

// kept is what a sink that reads a unit to its end remembers.
type kept struct {
	session string
	unit    storage.Unit
	numbers []int64
	footer  storage.Footer
	err     error
	started chan struct{}
	done    chan struct{}
}

// keeping is a sink that reads units to their end, as an engine must.
func keeping() (*sink, *kept) {
	k := &kept{started: make(chan struct{}), done: make(chan struct{})}
	return &sink{writeUnit: func(ctx context.Context, session string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		close(k.started)
		defer close(k.done)
		k.session, k.unit = session, u
		k.numbers, k.err = drain(ctx, rows)
		if k.err != nil {
			return storage.UnitReport{}, k.err
		}
		k.footer = rows.Footer()
		return storage.UnitReport{Unit: u, Received: int64(len(k.numbers)), Stored: int64(len(k.numbers))}, nil
	}}, k
}

func TestUnitArrivesWhole(t *testing.T) {
	s, k := keeping()
	rows := numberedBatches(25)
	rows.footer.Bytes = 1234
	rows.footer.Days = []storage.DayCount{{Day: "2026-01-01", Received: 250, Rejected: 1, Complete: true}}
	rows.footer.Rejects = []storage.Reject{{Day: "2026-01-01", Offset: 7, Reason: "no json", Start: "{\xff"}}
	report, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s1", week, rows)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storage.UnitReport{Unit: week, Received: 250, Stored: 250}, report); diff != "" {
		t.Error(diff)
	}
	rows.footer.Rejects[0].Start = "{\uFFFD"
	if diff := cmp.Diff(rows.footer, k.footer); diff != "" {
		t.Error(diff)
	}
	if k.session != "s1" || k.unit != week || len(k.numbers) != 250 || k.numbers[249] != 249 {
		t.Errorf("got %q %v, %d numbers", k.session, k.unit, len(k.numbers))
	}
}

func TestUnitWithoutRowsArrives(t *testing.T) {
	s, k := keeping()
	if _, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, numberedBatches(0)); err != nil {
		t.Fatal(err)
	}
	if k.err != nil || len(k.numbers) != 0 {
		t.Errorf("got %v %v", k.numbers, k.err)
	}
}

func TestRowsThatFailRollTheUnitBackBeforeTheCallReturns(t *testing.T) {
	for name, failure := range map[string]error{
		"coded":            &mperr.ExportTruncated{FromDate: "a", ToDate: "b", Reason: "cut"},
		"plain":            errors.New("read body"),
		"a wrapped io.EOF": fmt.Errorf("read body: %w", io.EOF),
		"unexpected":       io.ErrUnexpectedEOF,
	} {
		t.Run(name, func(t *testing.T) {
			s, k := keeping()
			rows := numberedBatches(3)
			rows.end = failure
			_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
			if !errors.Is(err, failure) {
				t.Errorf("got %v, want the rows' own error %v", err, failure)
			}
			select {
			case <-k.done:
			default:
				t.Fatal("the call came back before the sink had rolled back")
			}
			if mperr.CodeOf(k.err) != "UNIT_MISMATCH" {
				t.Errorf("the sink was told %v", k.err)
			}
		})
	}
}

func TestFooterThatCountsOtherwiseRollsBack(t *testing.T) {
	s, k := keeping()
	rows := numberedBatches(3)
	rows.footer.Rows = 31
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
	var mismatch *mperr.UnitMismatch
	if !errors.As(err, &mismatch) || mismatch.Unit != week.ID || mismatch.Expected != 31 || mismatch.Received != 30 {
		t.Errorf("got %v", err)
	}
	if mperr.CodeOf(k.err) != "UNIT_MISMATCH" {
		t.Errorf("the sink was told %v", k.err)
	}
}

func TestCancelledUnitRollsBack(t *testing.T) {
	s, k := keeping()
	ctx, cancel := context.WithCancel(t.Context())
	rows := &gated{batches: numberedBatches(3), before: func(given int) error {
		if given == 2 {
			<-k.started
			cancel()
			return ctx.Err()
		}
		return nil
	}}
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(ctx, "s", week, rows)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-k.done
	if k.err == nil {
		t.Error("the sink read a whole unit")
	}
}

// gated runs a function before each batch.
type gated struct {
	*batches

	before func(given int) error
}

func (g *gated) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := g.before(g.given); err != nil {
		return nil, err
	}
	return g.batches.Next(ctx)
}

func TestSinkThatFailsEarlyStopsTheRows(t *testing.T) {
	full := &mperr.StorageFull{Path: "/data"}
	s := &sink{writeUnit: func(context.Context, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
		return storage.UnitReport{}, full
	}}
	e := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
	t.Run("while the rows wait", func(t *testing.T) {
		rows := &waiting{batches: numberedBatches(3)}
		_, err := e.WriteUnit(t.Context(), "s", week, rows)
		if diff := cmp.Diff(error(full), err); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("while the rows flow", func(t *testing.T) {
		rows := &endless{}
		_, err := e.WriteUnit(t.Context(), "s", week, rows)
		if diff := cmp.Diff(error(full), err); diff != "" {
			t.Error(diff)
		}
	})
}

// waiting never has a batch before its context ends.
type waiting struct{ *batches }

func (w *waiting) Next(ctx context.Context) (arrow.RecordBatch, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// endless has batches of about a megabyte until its context ends.
type endless struct {
	batches

	produced atomic.Int64
}

var megabyte = numbered(0, 1<<17)

func (e *endless) Schema() *arrow.Schema { return numbers }

func (e *endless) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.produced.Add(1)
	return megabyte, nil
}

func TestHostNeverRunsFarAheadOfTheSink(t *testing.T) {
	// What is in flight: HTTP/2 windows, the memory connection's buffer, a chunk on either side. The bound only has to show
	// that it does not grow with the unit.
	const most = 64
	rows := &endless{}
	s := &sink{writeUnit: func(ctx context.Context, _ string, _ storage.Unit, got storage.Rows) (storage.UnitReport, error) {
		for consumed := range int64(120) {
			if _, err := got.Next(ctx); err != nil {
				return storage.UnitReport{}, err
			}
			if ahead := rows.produced.Load() - consumed; ahead > most {
				return storage.UnitReport{}, fmt.Errorf("the host is %d batches ahead", ahead)
			}
		}
		return storage.UnitReport{}, &mperr.StorageFull{Path: "enough"}
	}}
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
	if mperr.CodeOf(err) != "STORAGE_FULL" {
		t.Error(err)
	}
}

func TestSinkThatReportsTooEarlyIsNotBelieved(t *testing.T) {
	for name, read := range map[string]func(context.Context, storage.Rows){
		"nothing read": func(context.Context, storage.Rows) {},
		"rows read, end not": func(ctx context.Context, rows storage.Rows) {
			for range 3 {
				_, _ = rows.Next(ctx)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
				read(ctx, rows)
				return storage.UnitReport{Unit: u}, nil
			}}
			_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, numberedBatches(3))
			if mperr.CodeOf(err) != "PLUGIN_PROTOCOL" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSinksOwnContextEndsItsWaitForRows(t *testing.T) {
	s := &sink{writeUnit: func(ctx context.Context, _ string, _ storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		own, cancel := context.WithCancel(ctx)
		cancel()
		_, err := rows.Next(own)
		if !errors.Is(err, context.Canceled) {
			return storage.UnitReport{}, fmt.Errorf("Next gave %w", err)
		}
		return storage.UnitReport{}, &mperr.StorageFailed{Message: "my own trouble"}
	}}
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, &waiting{batches: numberedBatches(1)})
	if err == nil || err.Error() != "my own trouble" {
		t.Errorf("got %v", err)
	}
}

func TestEndOfRowsStays(t *testing.T) {
	s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		if _, err := drain(ctx, rows); err != nil {
			return storage.UnitReport{}, err
		}
		for range 3 {
			if _, err := rows.Next(ctx); !errors.Is(err, io.EOF) {
				return storage.UnitReport{}, fmt.Errorf("Next after the end gave %w", err)
			}
		}
		return storage.UnitReport{Unit: u}, nil
	}}
	if _, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, numberedBatches(2)); err != nil {
		t.Error(err)
	}
}

func TestRowsThatCannotBeSentFailTheUnit(t *testing.T) {
	s, k := keeping()
	rows := numberedBatches(1)
	rows.schema = arrow.NewSchema([]arrow.Field{{Name: "other", Type: arrow.BinaryTypes.String}}, nil)
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
	if mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("got %v", err)
	}
	<-k.done
}

// rawUnit sends what messages say, as a host in another language might.
func rawUnit(t *testing.T, s storage.Sink, parts ...*pb.WriteUnitRequest) error {
	t.Helper()
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1}
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) {
		e := engineOf(s)
		e.powers = nil
		wire.ServeStorage(server, about, e)
	})
	client := pb.NewStorageServiceClient(conn)
	opened, err := client.Open(t.Context(), &pb.OpenRequest{Location: "x"})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := client.WriteUnit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if header := part.GetHeader(); header != nil && header.GetStore() == "" {
			header.Store = opened.GetStore()
		}
		if err := stream.Send(part); err != nil {
			break // CloseAndRecv has the reason
		}
	}
	_, err = stream.CloseAndRecv()
	return err
}

func header() *pb.WriteUnitRequest {
	return &pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Header{Header: &pb.UnitHeader{Session: "s", Unit: &pb.Unit{Id: "u"}}}}
}

func chunk(data []byte) *pb.WriteUnitRequest {
	return &pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Rows{Rows: &pb.RowChunk{Data: data}}}
}

func footer(rows int64) *pb.WriteUnitRequest {
	return &pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Footer{Footer: &pb.Footer{Rows: rows}}}
}

func TestHostThatBreaksTheOrderIsRefused(t *testing.T) {
	data := encoded(t, numberedBatches(2))
	for name, test := range map[string]struct {
		parts []*pb.WriteUnitRequest
		code  mperr.Code
	}{
		"nothing at all":       {nil, "UNIT_MISMATCH"},
		"rows first":           {[]*pb.WriteUnitRequest{chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"footer first":         {[]*pb.WriteUnitRequest{footer(0)}, "PLUGIN_PROTOCOL"},
		"header alone":         {[]*pb.WriteUnitRequest{header()}, "UNIT_MISMATCH"},
		"no rows, no schema":   {[]*pb.WriteUnitRequest{header(), footer(0)}, "PLUGIN_PROTOCOL"},
		"no footer":            {[]*pb.WriteUnitRequest{header(), chunk(data)}, "UNIT_MISMATCH"},
		"two footers":          {[]*pb.WriteUnitRequest{header(), chunk(data), footer(20), footer(20)}, "UNIT_MISMATCH"},
		"rows after footer":    {[]*pb.WriteUnitRequest{header(), chunk(data), footer(20), chunk(data)}, "UNIT_MISMATCH"},
		"two headers":          {[]*pb.WriteUnitRequest{header(), header(), chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"an empty part":        {[]*pb.WriteUnitRequest{header(), {}, chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"an empty chunk":       {[]*pb.WriteUnitRequest{header(), chunk(nil), chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"footer in a message":  {[]*pb.WriteUnitRequest{header(), chunk(data[:len(data)-9]), footer(20)}, "PLUGIN_PROTOCOL"},
		"garbage":              {[]*pb.WriteUnitRequest{header(), chunk([]byte("SELECT 1")), footer(0)}, "PLUGIN_PROTOCOL"},
		"a store that is none": {[]*pb.WriteUnitRequest{elsewhere(), chunk(data), footer(20)}, "STORAGE_FAILED"},
		"a message too long":   {[]*pb.WriteUnitRequest{header(), chunk(make([]byte, protocol.MaxChunk+1))}, "PLUGIN_PROTOCOL"},
	} {
		t.Run(name, func(t *testing.T) {
			s, k := keeping()
			err := rawUnit(t, s, test.parts...)
			if code := mperr.CodeOf(err); code != test.code {
				t.Errorf("got %s: %v, want %s", code, err, test.code)
			}
			if k.err == nil && k.unit.ID != "" {
				t.Error("the sink took it for a whole unit")
			}
		})
	}
}

func elsewhere() *pb.WriteUnitRequest {
	out := header()
	out.GetHeader().Store = "store-99"
	return out
}

// encoded is the stream of rows, by way of a query that gives them.
func encoded(t *testing.T, rows *batches) []byte {
	t.Helper()
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1, Capabilities: []string{"sql"}}
	s := &sink{query: func(context.Context, storage.Query) (storage.Reader, error) { return rows, nil }}
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) { wire.ServeStorage(server, about, engineOf(s)) })
	client := pb.NewStorageServiceClient(conn)
	opened, err := client.Open(t.Context(), &pb.OpenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := client.Query(t.Context(), &pb.QueryRequest{Store: opened.GetStore()})
	if err != nil {
		t.Fatal(err)
	}
	var data []byte
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return data
		}
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, message.GetRows().GetData()...)
	}
}

func TestUnitCancelledBeforeItsFooterIsNeverWhole(t *testing.T) {
	for range 50 {
		s, k := keeping()
		ctx, cancel := context.WithCancel(t.Context())
		rows := &gated{batches: numberedBatches(3), before: func(given int) error {
			if given == 2 {
				cancel() // and go on, as rows that do not look at their context do
			}
			return nil
		}}
		opened := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
		if _, err := opened.WriteUnit(ctx, "s", week, rows); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if err := opened.Close(t.Context()); err != nil { // waits for the sink
			t.Fatal(err)
		}
		if k.unit.ID != "" && k.err == nil {
			t.Fatal("the sink read a whole unit")
		}
	}
}

func TestRepeatedUnitWaitsForTheEndOfItsFirstTry(t *testing.T) {
	var inside atomic.Int32
	rollBack := make(chan struct{})
	first := make(chan struct{})
	s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		if inside.Add(1) > 1 {
			return storage.UnitReport{}, errors.New("two tries at once")
		}
		defer inside.Add(-1)
		if u.Filter == "first" {
			close(first)
			<-ctx.Done()
			<-rollBack
			return storage.UnitReport{}, ctx.Err()
		}
		_, err := drain(ctx, rows)
		return storage.UnitReport{Unit: u}, err
	}}
	opened := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-first; cancel() }()
	try := week
	try.Filter = "first"
	if _, err := opened.WriteUnit(ctx, "s", try, &waiting{batches: numberedBatches(1)}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	second := make(chan error, 1)
	go func() { _, err := opened.WriteUnit(t.Context(), "s", week, numberedBatches(3)); second <- err }()
	// A third try whose caller gives up while it waits.
	gaveUp, cancelThird := context.WithCancel(t.Context())
	cancelThird()
	if _, err := opened.WriteUnit(gaveUp, "s", week, numberedBatches(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(rollBack)
	if err := <-second; err != nil {
		t.Error(err)
	}
}
