package mixpanel_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// everythingIn is all that can be printed of an error and its causes.
func everythingIn(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	coded := mperr.From(err)
	text, jsonErr := json.Marshal(coded)
	if jsonErr != nil {
		t.Fatal(jsonErr)
	}
	all := fmt.Sprintf("%v %+v %#v %s %s %v", err, err, err, text, mperr.Hint(err), coded.Details())
	if wrapped, ok := coded.(interface{ Unwrap() error }); ok && wrapped.Unwrap() != nil {
		all += fmt.Sprintf("%v %#v", wrapped.Unwrap(), wrapped.Unwrap())
	}
	return all
}

func textLog(to io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(to, nil)) }
