package wire_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// filled is the error of a row of the table with a value in every field that travels.
func filled(row mperr.Row) mperr.Error {
	out := row.New()
	fill(reflect.ValueOf(out).Elem())
	return out
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.Name != "Cause" && (field.IsExported() || field.Anonymous) {
				fill(v.Field(i))
			}
		}
	case reflect.String:
		v.SetString("text ü")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"key": "value", "n": 1.5}))
	default:
		panic("a kind of field that no test fills: " + v.Kind().String())
	}
}

// families are what a caller may decide by.
var families = map[string]error{
	"config": mperr.ErrConfig, "api": mperr.ErrAPI, "query": mperr.ErrQuery, "storage": mperr.ErrStorage,
	"plugin": mperr.ErrPlugin, "canceled": context.Canceled, "deadline": context.DeadlineExceeded,
}

// sameAnswers compares what errors.As and errors.Is say of an error inside the plugin and of what the host got.
func sameAnswers(t *testing.T, sent mperr.Error, got error) {
	t.Helper()
	arrived := reflect.New(reflect.TypeOf(sent))
	if !errors.As(got, arrived.Interface()) {
		t.Fatalf("sent %T, got %T: %v", sent, got, got)
	}
	if diff := cmp.Diff(sent, arrived.Elem().Interface()); diff != "" {
		t.Errorf("fields changed on the way (-sent +got):\n%s", diff)
	}
	if got.Error() != sent.Error() {
		t.Errorf("text %q, sent %q", got.Error(), sent.Error())
	}
	for name, family := range families {
		if errors.Is(got, family) != errors.Is(sent, family) {
			t.Errorf("family %s: %t here, %t in the plugin", name, errors.Is(got, family), errors.Is(sent, family))
		}
	}
}

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
				sent := filled(row)
				failure = sent
				sameAnswers(t, sent, do(t.Context()))
			})
			t.Run(string(row.Code)+"/wrapped/"+call, func(t *testing.T) {
				sent := filled(row)
				failure = errors.Join(errors.New("beside"), fmt.Errorf("outer text: %w", fmt.Errorf("inner: %w", sent)))
				sameAnswers(t, sent, do(t.Context()))
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
