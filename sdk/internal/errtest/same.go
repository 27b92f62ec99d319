package errtest

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// families are what a caller may decide by.
var families = map[string]error{
	"config": mperr.ErrConfig, "api": mperr.ErrAPI, "query": mperr.ErrQuery, "storage": mperr.ErrStorage,
	"plugin": mperr.ErrPlugin, "canceled": context.Canceled, "deadline": context.DeadlineExceeded,
}

// SameAnswers fails where errors.As, errors.Is or Error say something else of got than of sent.
func SameAnswers(t *testing.T, sent mperr.Error, got error) {
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
			t.Errorf("family %s: %t here, %t where it was sent", name, errors.Is(got, family), errors.Is(sent, family))
		}
	}
}
