package mperr_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// families lists what errors.Is answers yes to; codes that are not here belong to no family.
var families = map[mperr.Code][]error{
	"CANCELED":                   {context.Canceled},
	"DEADLINE_EXCEEDED":          {context.DeadlineExceeded},
	"CONFIG_ERROR":               {mperr.ErrConfig},
	"ACCOUNT_NOT_FOUND":          {mperr.ErrConfig},
	"ACCOUNT_EXISTS":             {mperr.ErrConfig},
	"CREDENTIALS_NOT_CONFIGURED": {mperr.ErrConfig},
	"API_ERROR":                  {mperr.ErrAPI},
	"AUTH_FAILED":                {mperr.ErrAPI},
	"RATE_LIMITED":               {mperr.ErrAPI},
	"SERVER_ERROR":               {mperr.ErrAPI},
	"QUERY_FAILED":               {mperr.ErrAPI, mperr.ErrQuery},
	"JQL_SYNTAX_ERROR":           {mperr.ErrAPI, mperr.ErrQuery},
	"NOT_FOUND":                  {mperr.ErrAPI, mperr.ErrQuery},
	"TABLE_EXISTS":               {mperr.ErrStorage},
	"TABLE_NOT_FOUND":            {mperr.ErrStorage},
	"TABLE_KIND_MISMATCH":        {mperr.ErrStorage},
	"DATABASE_NOT_FOUND":         {mperr.ErrStorage},
	"STORAGE_LOCKED":             {mperr.ErrStorage},
	"STORAGE_FULL":               {mperr.ErrStorage},
	"STORAGE_FAILED":             {mperr.ErrStorage},
	"UNIT_MISMATCH":              {mperr.ErrStorage},
	"SESSION_NOT_FOUND":          {mperr.ErrStorage},
	"SESSION_CONFLICT":           {mperr.ErrStorage},
	"PLUGIN_NOT_FOUND":           {mperr.ErrPlugin},
	"PLUGIN_START_FAILED":        {mperr.ErrPlugin},
	"PLUGIN_CRASHED":             {mperr.ErrPlugin},
	"PLUGIN_TIMEOUT":             {mperr.ErrPlugin},
	"PLUGIN_PROTOCOL":            {mperr.ErrPlugin},
	"PLUGIN_CHECKSUM":            {mperr.ErrPlugin},
}

// buried wraps an error as deep as real code does.
func buried(err error) error {
	return fmt.Errorf("fetch: %w", errors.Join(errors.New("another one"), fmt.Errorf("unit 3: %w", err)))
}

func TestFamiliesMatchThroughWraps(t *testing.T) {
	all := []error{
		mperr.ErrConfig, mperr.ErrAPI, mperr.ErrQuery, mperr.ErrStorage, mperr.ErrPlugin,
		context.Canceled, context.DeadlineExceeded,
	}
	for _, row := range mperr.Table() {
		for _, family := range all {
			want := slices.Contains(families[row.Code], family)
			if got := errors.Is(buried(row.New()), family); got != want {
				t.Errorf("errors.Is(%s, %v) = %v, want %v", row.Code, family, got, want)
			}
		}
	}
}

func TestFieldsAreReadThroughWraps(t *testing.T) {
	for _, row := range mperr.Table() {
		made := errtest.Filled(row)
		target := reflect.New(reflect.TypeOf(made))
		if !errors.As(buried(made), target.Interface()) || target.Elem().Interface() != any(made) {
			t.Errorf("errors.As does not find the %s in a chain", row.Code)
		}
		if got := mperr.From(buried(made)); got != made {
			t.Errorf("From gives %v for a buried %s", got, row.Code)
		}
		if got := mperr.CodeOf(buried(made)); got != row.Code {
			t.Errorf("CodeOf gives %s for a buried %s", got, row.Code)
		}
		if got := mperr.ExitCode(buried(made)); got != row.Exit {
			t.Errorf("ExitCode gives %d for a buried %s, want %d", got, row.Code, row.Exit)
		}
	}
}

func TestCausesAreReachedInsideTheProcess(t *testing.T) {
	cause := errors.New("the cause")
	for _, row := range mperr.Table() {
		made := row.New()
		field := reflect.ValueOf(made).Elem().FieldByName("Cause")
		if !field.IsValid() {
			continue
		}
		field.Set(reflect.ValueOf(cause))
		if !errors.Is(made, cause) {
			t.Errorf("%s has a Cause and does not unwrap to it", row.Code)
		}
	}
}

func TestErrorsWithoutACodeGetOne(t *testing.T) {
	for _, c := range []struct {
		err  error
		code mperr.Code
		exit int
	}{
		{nil, "", 0},
		{errors.New("disk on fire"), "UNKNOWN_ERROR", 1},
		{fmt.Errorf("open: %w", context.Canceled), "CANCELED", 130},
		{fmt.Errorf("open: %w", context.DeadlineExceeded), "DEADLINE_EXCEEDED", 6},
		{errors.Join(context.Canceled, &mperr.TableNotFound{TableName: "t"}), "TABLE_NOT_FOUND", 4},
	} {
		if code, exit := mperr.CodeOf(c.err), mperr.ExitCode(c.err); code != c.code || exit != c.exit {
			t.Errorf("%v: code %q exit %d, want %q and %d", c.err, code, exit, c.code, c.exit)
		}
		if from := mperr.From(c.err); (from == nil) != (c.err == nil) {
			t.Errorf("%v: From gives %v", c.err, from)
		}
	}
	plain := errors.New("disk on fire")
	if from := mperr.From(plain); from.Error() != plain.Error() || !errors.Is(from, plain) {
		t.Errorf("From(%v) lost text or chain: %v", plain, from)
	}
}

func TestHintIsTheErrorsOwnBeforeTheTables(t *testing.T) {
	for _, row := range mperr.Table() {
		if got := mperr.Hint(buried(row.New())); got != row.Hint {
			t.Errorf("hint of an empty %s is %q, want the table's %q", row.Code, got, row.Hint)
		}
		made := errtest.Filled(row)
		want := row.Hint
		for _, name := range []string{"Fix", "Suggestion"} {
			if own := reflect.ValueOf(made).Elem().FieldByName(name); own.IsValid() {
				want = own.String()
			}
		}
		if got := mperr.Hint(buried(made)); got != want {
			t.Errorf("hint of a filled %s is %q, want %q", row.Code, got, want)
		}
	}
	if got := mperr.Hint(nil); got != "" {
		t.Errorf("hint of nil is %q", got)
	}
	if got := mperr.Hint(errors.New("x")); got != mperr.RowOf("UNKNOWN_ERROR").Hint {
		t.Errorf("hint of an uncoded error is %q", got)
	}
}
