package wire_test

import (
	"context"
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestRequestThatIsNotUTF8IsTheCallersMistake(t *testing.T) {
	s := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{})))
	asked := wiretest.Pair{}.Provider(t, &keeper{})
	for field, call := range map[string]func(context.Context) error{
		"account": func(ctx context.Context) error {
			_, err := asked.Resolve(ctx, credential.Request{Account: "\xff"})
			return err
		},
		"sql": func(ctx context.Context) error {
			_, err := s.(storage.Querier).Query(ctx, storage.Query{SQL: "\xff"})
			return err
		},
		"params": func(ctx context.Context) error {
			_, err := s.(storage.Querier).Query(ctx, storage.Query{Params: map[string]string{"\xff": ""}})
			return err
		},
		"filter_events": func(ctx context.Context) error {
			_, err := s.Begin(ctx, storage.Target{Metadata: storage.Metadata{FilterEvents: []string{"a", "\xff"}}})
			return err
		},
		"filter": func(ctx context.Context) error {
			_, err := s.WriteUnit(ctx, "s", storage.Unit{Filter: "\xff"}, numberedBatches(1))
			return err
		},
	} {
		t.Run(field, func(t *testing.T) {
			var invalid *mperr.InvalidArgument
			if err := call(t.Context()); !errors.As(err, &invalid) || invalid.Argument != field {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnswerThatIsNotUTF8IsMended(t *testing.T) {
	s := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{info: func(context.Context) (storage.Info, error) {
		return storage.Info{Location: "/a/\xff", Engine: "e"}, nil
	}})))
	info, err := s.Info(t.Context())
	if err != nil || info.Location != "/a/\uFFFD" {
		t.Errorf("got %+v, %v", info, err)
	}
}
