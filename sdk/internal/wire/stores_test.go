package wire_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestOptionsArrive(t *testing.T) {
	var got storage.Options
	e := engineOf(&sink{})
	e.open = func(_ context.Context, o storage.Options) (storage.Sink, error) { got = o; return &sink{}, nil }
	want := storage.Options{
		Location: "/data/ü.db", ReadOnly: true, Wait: 1500 * time.Millisecond, Settings: map[string]string{"threads": "2"},
	}
	if _, err := (wiretest.Pair{}).Engine(t, e).Open(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWaitForAStoreIsBeyondTheDeadlineOfACall(t *testing.T) {
	e := engineOf(&sink{})
	e.open = func(ctx context.Context, o storage.Options) (storage.Sink, error) {
		deadline, _ := ctx.Deadline()
		if left := time.Until(deadline); left < o.Wait {
			return nil, &mperr.StorageFailed{Message: "only " + left.String()}
		}
		return &sink{}, nil
	}
	pair := wiretest.Pair{Client: wire.Client{CallTimeout: time.Minute}}
	if _, err := pair.Engine(t, e).Open(t.Context(), storage.Options{Wait: time.Hour}); err != nil {
		t.Error(err)
	}
}

func TestStoresAreApart(t *testing.T) {
	named := func(name string) *sink {
		return &sink{info: func(context.Context) (storage.Info, error) { return storage.Info{Location: name}, nil }}
	}
	e := engineOf(nil)
	e.open = func(_ context.Context, o storage.Options) (storage.Sink, error) { return named(o.Location), nil }
	connected := wiretest.Pair{}.Engine(t, e)
	a, errA := connected.Open(t.Context(), storage.Options{Location: "a"})
	b, errB := connected.Open(t.Context(), storage.Options{Location: "b"})
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Info(t.Context()); mperr.CodeOf(err) != "STORAGE_FAILED" {
		t.Errorf("a closed store answers: %v", err)
	}
	if info, err := b.Info(t.Context()); err != nil || info.Location != "b" {
		t.Errorf("%+v %v", info, err)
	}
}

func TestClosingWaitsForTheCallsOnTheStore(t *testing.T) {
	inside, order := make(chan struct{}), make(chan string, 2)
	s := &sink{
		info: func(ctx context.Context) (storage.Info, error) {
			close(inside)
			<-ctx.Done() // closing the store ends its calls
			order <- "call"
			return storage.Info{}, ctx.Err()
		},
		closed: func(context.Context) error { order <- "close"; return nil },
	}
	opened := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
	called := make(chan error, 1)
	go func() { _, err := opened.Info(t.Context()); called <- err }()
	<-inside
	for range 2 {
		if err := opened.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if first, second := <-order, <-order; first != "call" || second != "close" {
		t.Errorf("%s came before %s", first, second)
	}
	if err := <-called; !errors.Is(err, context.Canceled) {
		t.Errorf("the call ended with %v", err)
	}
}

func TestCloseThatDidNotReachThePluginCanBeRepeated(t *testing.T) {
	closed := 0
	opened := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{closed: func(context.Context) error { closed++; return nil }})))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := opened.Close(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for range 3 {
		if err := opened.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
}

func TestStoreOfAHostThatLeftIsClosedAgain(t *testing.T) {
	closed := make(chan struct{})
	opening := make(chan struct{})
	e := engineOf(nil)
	e.open = func(ctx context.Context, _ storage.Options) (storage.Sink, error) {
		close(opening)
		<-ctx.Done()
		return &sink{closed: func(context.Context) error { close(closed); return nil }}, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-opening; cancel() }()
	if _, err := (wiretest.Pair{}).Engine(t, e).Open(ctx, storage.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-closed
}

func TestAllStoresAreClosedAtTheEnd(t *testing.T) {
	closed := make(chan string, 2)
	e := engineOf(nil)
	e.open = func(_ context.Context, o storage.Options) (storage.Sink, error) {
		return &sink{closed: func(context.Context) error {
			closed <- o.Location
			return &mperr.StorageFull{Path: o.Location}
		}}, nil
	}
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1, Capabilities: []string{"sql", "sample"}}
	var closeAll func(context.Context) error
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) { closeAll = wire.ServeStorage(server, about, e) })
	for _, location := range []string{"a", "b"} {
		if _, err := wire.NewEngine(conn, about).Open(t.Context(), storage.Options{Location: location}); err != nil {
			t.Fatal(err)
		}
	}
	if err := closeAll(t.Context()); mperr.CodeOf(err) != "STORAGE_FULL" {
		t.Errorf("got %v", err)
	}
	if len(closed) != 2 {
		t.Errorf("%d stores were closed", len(closed))
	}
	if err := closeAll(t.Context()); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

func TestKindsAndModesOfTomorrowAreRefused(t *testing.T) {
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1}
	e := engineOf(&sink{})
	e.powers = nil
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) { wire.ServeStorage(server, about, e) })
	client := pb.NewStorageServiceClient(conn)
	opened, err := client.Open(t.Context(), &pb.OpenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for field, request := range map[string]*pb.BeginRequest{
		"kind": {Kind: 99, Mode: pb.WriteMode_WRITE_MODE_CREATE},
		"mode": {Kind: pb.TableKind_TABLE_KIND_EVENTS, Mode: 99},
	} {
		request.Store = opened.GetStore()
		_, err := client.Begin(t.Context(), request)
		var invalid *mperr.InvalidArgument
		if !errors.As(err, &invalid) || invalid.Argument != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestTargetAndSessionArrive(t *testing.T) {
	metadata := storage.Metadata{
		FromDate: "2026-01-01", ToDate: "2026-01-31", FilterEvents: []string{"a", "b"}, FilterWhere: "w", FilterCohortID: "c",
		FilterOutputProperties: []string{"p"}, FilterGroupID: "g", FilterBehaviors: "h", ProjectID: "i",
		Question: "q", Arguments: `{"k":1}`, AskedAt: "2026-01-03T12:00:00Z",
		FilterDistinctIDs: "j", FilterIncludeAllUsers: true, FiltersMixed: true, FilterWorkspaceID: "k",
	}
	for _, kind := range []storage.Kind{storage.Events, storage.Profiles, storage.Result} {
		for _, mode := range []storage.Mode{storage.Create, storage.Append, storage.Replace} {
			want := storage.Target{Table: "t", Kind: kind, Mode: mode, Fingerprint: "fp", Metadata: metadata}
			session := storage.Session{ID: "s1", Durable: []storage.UnitReport{{Unit: week, Received: 4, Stored: 1, Duplicates: 2, Rejected: 1}}}
			for _, kind := range []storage.PropertyType{storage.Boolean, storage.BigInt, storage.Double, storage.Varchar} {
				session.Columns = append(session.Columns, storage.PropertyColumn{Property: "Plan", Name: "Plan_2", Type: kind})
			}
			var got storage.Target
			opened := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{
				begin: func(_ context.Context, target storage.Target) (storage.Session, error) {
					got = target
					return session, nil
				},
			})))
			begun, err := opened.Begin(t.Context(), want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got) + cmp.Diff(session, begun); diff != "" {
				t.Error(diff)
			}
		}
	}
}
