package wire_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestEveryCodeComesOutOfEveryKindOfCallAsItWentIn(t *testing.T) {
	var failure error
	s := &sink{
		info: func(context.Context) (storage.Info, error) { return storage.Info{}, failure },
		writeUnit: func(ctx context.Context, _ string, _ storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			// Fail in the middle of the stream.
			if _, err := rows.Next(ctx); err != nil {
				return storage.UnitReport{}, err
			}
			return storage.UnitReport{}, failure
		},
		query: func(context.Context, storage.Query) (storage.Reader, error) {
			b := numberedBatches(1)
			b.end = failure
			return b, nil
		},
	}
	opened := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
	asked := wiretest.Pair{}.Provider(t, provider(func(context.Context, credential.Request) (credential.Resolution, error) {
		return credential.Resolution{}, failure
	}))
	calls := map[string]func(context.Context) error{
		"credential.Resolve": func(ctx context.Context) error {
			_, err := asked.Resolve(ctx, credential.Request{})
			return err
		},
		"storage.Info": func(ctx context.Context) error { _, err := opened.Info(ctx); return err },
		"storage.WriteUnit": func(ctx context.Context) error {
			_, err := opened.WriteUnit(ctx, "session", storage.Unit{ID: "u"}, numberedBatches(3))
			return err
		},
		"storage.Query": func(ctx context.Context) error {
			reader, err := opened.(storage.Querier).Query(ctx, storage.Query{})
			if err != nil {
				return err
			}
			defer func() { _ = reader.Close() }()
			first, err := drain(ctx, reader)
			if len(first) != 10 {
				t.Errorf("%d rows came before the cut, want 10", len(first))
			}
			return err
		},
	}
	for _, row := range mperr.Table() {
		for call, do := range calls {
			t.Run(string(row.Code)+"/"+call, func(t *testing.T) {
				sent := errtest.Filled(row)
				failure = sent
				errtest.SameAnswers(t, sent, do(t.Context()))
			})
			t.Run(string(row.Code)+"/wrapped/"+call, func(t *testing.T) {
				sent := errtest.Filled(row)
				failure = errors.Join(errors.New("beside"), fmt.Errorf("outer text: %w", fmt.Errorf("inner: %w", sent)))
				errtest.SameAnswers(t, sent, do(t.Context()))
			})
		}
	}
}

func TestEmptyErrorsComeOutAsTheyWentIn(t *testing.T) {
	var failure error
	asked := wiretest.Pair{}.Provider(t, provider(func(context.Context, credential.Request) (credential.Resolution, error) {
		return credential.Resolution{}, failure
	}))
	for _, row := range mperr.Table() {
		t.Run(string(row.Code), func(t *testing.T) {
			failure = row.New()
			_, err := asked.Resolve(t.Context(), credential.Request{})
			if code := mperr.CodeOf(err); code != row.Code {
				t.Errorf("code %s, sent %s", code, row.Code)
			}
			if err.Error() != failure.Error() {
				t.Errorf("text %q, sent %q", err, failure)
			}
		})
	}
}
