package main

import (
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestErrorsOfAQueryTellLineAndColumn(t *testing.T) {
	for _, test := range []struct {
		query    string
		position int
		want     string
	}{
		{"SELECT nope FROM events", 8, "no such column (line 1, column 8, at: nope FROM events)"},
		{"SELECT 1,\n  'é日' || nope,\n  2", 21, "no such column (line 2, column 11, at: nope,)"},
		{"SELECT\n", 8, "no such column (line 2, column 1, at the end)"},
		{"SELECT", 99, "no such column (line 1, column 7, at the end)"},
		{"SELECT a\x1b[31m" + "bcdefghijklmnopqrstuvwxyz", 8, "no such column (line 1, column 8, at: a·[31mbcdefghijklmnopqrs…)"},
		{"SELECT nope", 0, "no such column"},
	} {
		err := located(test.query, &mperr.QueryFailed{Message: "no such column", Position: test.position})
		if err.Error() != test.want || mperr.From(err).Details()["position"] != (&mperr.QueryFailed{Position: test.position}).Details()["position"] {
			t.Errorf("got  %v %v\nwant %s", err, mperr.From(err).Details(), test.want)
		}
	}
	other := errors.New("broken pipe")
	if err := located("SELECT 1", other); !errors.Is(err, other) || located("", nil) != nil {
		t.Errorf("got %v", err)
	}
}
