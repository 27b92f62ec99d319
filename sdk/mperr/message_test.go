package mperr_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestMessages(t *testing.T) {
	one, thirty := 1, 30
	evidence := mperr.Evidence{
		Plugin: "mp-storage-duckdb", Call: "storage.WriteUnit", Problem: "the process ended",
		Exit: "signal: killed", Stderr: []string{"loading", "out of memory"},
	}
	for _, c := range []struct {
		err  mperr.Error
		want string
	}{
		{&mperr.ConfigError{Message: "not TOML", Path: "config.toml", Line: 3}, "config.toml:3: not TOML"},
		{&mperr.ConfigError{Message: "not readable", Path: "config.toml"}, "config.toml: not readable"},
		{&mperr.ConfigError{Message: "config.toml is a symlink", Path: "config.toml"}, "config.toml is a symlink"},
		{&mperr.ConfigError{Message: "nothing is configured"}, "nothing is configured"},
		{&mperr.AccountNotFound{AccountName: "x", AvailableAccounts: []string{"a", "b"}}, `account "x" not found: available accounts are a, b`},
		{&mperr.AccountNotFound{AccountName: "x"}, `account "x" not found: no accounts are configured`},
		{&mperr.AccountExists{AccountName: "x"}, `account "x" already exists`},
		{&mperr.CredentialsNotConfigured{Reason: "MP_SECRET is not set"}, "no credentials here: MP_SECRET is not set"},
		{&mperr.InvalidArgument{Argument: "region", Value: "UK", Reason: "not a Mixpanel region", Allowed: []string{"us", "eu"}},
			`region "UK": not a Mixpanel region (allowed: us, eu)`},
		{&mperr.InvalidArgument{Argument: "secret", Reason: "must not be empty"}, "secret: must not be empty"},
		{&mperr.DateRangeTooLarge{FromDate: "2026-01-01", ToDate: "2026-12-31", DaysRequested: 365, MaxDays: 100},
			"date range 2026-01-01..2026-12-31 is 365 days long, more than the 100 allowed"},
		{&mperr.RateLimited{Message: "export quota is used up", RetryAfter: &thirty}, "export quota is used up. Retry after 30 seconds"},
		{&mperr.RateLimited{Message: "export quota is used up", RetryAfter: &one}, "export quota is used up. Retry after 1 second"},
		{&mperr.RateLimited{Message: "export quota is used up"}, "export quota is used up"},
		{&mperr.APIError{Exchange: mperr.Exchange{StatusCode: 418}}, "mixpanel answered with status 418"},
		{&mperr.JQLSyntaxError{ErrorMessage: "x is not defined"}, "x is not defined"},
		{&mperr.HTTPError{Reason: "connection refused"}, "connection refused"},
		{&mperr.EventNotFound{EventName: "Sign up", SimilarEvents: []string{"Sign Up"}}, `event "Sign up" not found: did you mean Sign Up?`},
		{&mperr.NotFound{Kind: "funnel", Name: "7", Reason: "no such funnel"}, "funnel 7 not found: no such funnel"},
		{&mperr.InsufficientData{Subject: "the clock", Reason: "there are 3 events"}, "the clock cannot be told: there are 3 events"},
		{&mperr.ExportTruncated{FromDate: "2026-01-01", ToDate: "2026-01-01", Bytes: 12, Reason: "gzip was cut"},
			"export of 2026-01-01 ended early after 12 bytes: gzip was cut"},
		{&mperr.RowsRejected{FromDate: "2026-01-01", ToDate: "2026-01-02", Rejected: 1, FirstOffset: 9, FirstReason: "not JSON"},
			"export of 2026-01-01..2026-01-02 holds lines that are no events: 1 rejected, 0 allowed; the first, at byte 9: not JSON"},
		{&mperr.FetchIncomplete{Table: "events", StoredUnits: 4, FailedUnits: 1, FirstError: "cut",
			FailedDateRanges: [][]string{{"a", "b"}, {"c", "c"}, {"d", "e"}, {"f", "g"}}},
			`table "events" lacks 1 of 5 units (a..b, c, d..e and 1 more): cut`},
		{&mperr.FetchIncomplete{Table: "profiles", FailedUnits: 2, FirstError: "cut"}, `table "profiles" lacks 2 of 2 units: cut`},
		{&mperr.TableExists{TableName: "events"}, `table "events" already exists: use drop() first, or replace or append to it`},
		{&mperr.TableExists{TableName: "events", Suggestion: "use drop() first"}, `table "events" already exists: use drop() first`},
		{&mperr.TableNotFound{TableName: "event", SimilarTables: []string{"events"}}, `table "event" not found: did you mean events?`},
		{&mperr.TableKindMismatch{TableName: "t", Kind: "profiles", Wanted: "events"}, `table "t" holds profiles, not events`},
		{&mperr.TableKindMismatch{TableName: "t", Kind: "result", Wanted: "events"}, `table "t" holds a result, not events`},
		{&mperr.StorageLocked{Path: "p.duckdb", HolderPID: 7, HolderCommand: "mp"}, "database p.duckdb is in use by process 7 (mp)"},
		{&mperr.StorageFull{Path: "p.duckdb", Reason: "no space left on device"}, "no space left for p.duckdb: no space left on device"},
		{&mperr.UnitMismatch{Unit: "u", Reason: "rows differ", Expected: 3, Received: 2}, "unit u was rolled back: rows differ (expected 3, received 2)"},
		{&mperr.CapabilityNotSupported{Plugin: "mp-storage-jsonl", Capability: "sql"}, "plugin mp-storage-jsonl does not support sql"},
		{&mperr.PluginNotFound{Plugin: "mp-storage-x", Searched: []string{"a", "b"}, Installed: []string{"duckdb"}},
			"plugin mp-storage-x not found in a, b; installed: duckdb"},
		{&mperr.PluginNotFound{Plugin: "mp-storage-x"}, "plugin mp-storage-x not found"},
		{&mperr.PluginCrashed{Evidence: evidence},
			"plugin mp-storage-duckdb: storage.WriteUnit: the process ended (signal: killed); last stderr line: out of memory"},
		{&mperr.Canceled{Cause: errors.New("x")}, "interrupted"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%s says\n\t%s\nwant\n\t%s", c.err.Code(), got, c.want)
		}
	}
}

func TestEveryMessageFollowsTheVoice(t *testing.T) {
	for _, row := range mperr.Table() {
		for _, made := range []mperr.Error{row.New(), errtest.Filled(row)} {
			text := made.Error()
			if text == "" || strings.HasSuffix(text, ".") || strings.ContainsAny(text, "\n\t") {
				t.Errorf("%s: message %q is empty, ends with a full stop or has several lines", row.Code, text)
			}
		}
		if first := []rune(row.New().Error())[0]; unicode.IsUpper(first) {
			t.Errorf("%s: message begins with a capital", row.Code)
		}
	}
}

func TestTableExistsAlwaysSuggestsAWayOut(t *testing.T) {
	bare := &mperr.TableExists{TableName: "events"}
	if got := bare.Details()["suggestion"]; !strings.Contains(got.(string), "drop()") {
		t.Errorf("suggestion is %q", got)
	}
	if got := mperr.Hint(bare); !strings.Contains(got, "--replace") {
		t.Errorf("hint is %q, want the command's flags", got)
	}
	built, err := mperr.Build("TABLE_EXISTS", bare.Error(), bare.Details())
	if err != nil || mperr.Hint(built) != mperr.Hint(bare) {
		t.Errorf("hint changed on the way: %q, %v", mperr.Hint(built), err)
	}
}
