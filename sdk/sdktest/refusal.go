package sdktest

import (
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// wantError gives err as the coded error E, and ends the test where it is another.
func wantError[E mperr.Error](t *testing.T, what string, err error) E {
	t.Helper()
	var want E
	if err == nil {
		t.Fatalf("%s: no error, want %T", what, want)
	}
	if !errors.As(err, &want) {
		t.Fatalf("%s: error %s %q, want %T", what, mperr.CodeOf(err), err, want)
	}
	return want
}

// wantCoded ends the test where err has no code of its own: a user would be told "unknown error".
func wantCoded(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: no error, want one", what)
	}
	if code := mperr.CodeOf(err); code == "UNKNOWN_ERROR" || errors.Is(err, mperr.ErrPlugin) {
		t.Fatalf("%s: error %s %q, want a coded error of the engine", what, code, err)
	}
}

// wantCode checks that a question is refused with a code, unless the engine does not answer it.
func (c *storageCase) wantCode(sink storage.Sink, question storage.Question, want mperr.Code) {
	c.Helper()
	_, err := c.rowsOf(c.ctx, sink, question)
	if got := mperr.CodeOf(err); got != want && got != "CAPABILITY_NOT_SUPPORTED" {
		c.Errorf("%#v: error %v, want %s", question, err, want)
	}
}
