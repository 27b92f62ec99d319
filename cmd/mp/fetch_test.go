package main

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// someDays are the flags that every fetch needs.
func someDays(change func(*fetchFlags)) *fetchFlags {
	flags := &fetchFlags{from: "2026-01-01", to: "2026-01-02", batch: 1000, idle: time.Minute}
	change(flags)
	return flags
}

func TestFetchFlagsMakeARequest(t *testing.T) {
	got, err := someDays(func(f *fetchFlags) {
		f.events, f.where, f.appendTo, f.refetch = " Sign Up ,,Login", "x", true, true
		f.chunkDays, f.workers, f.maxRejects, f.limited, f.limit = 3, 2, 5, true, 7
	}).request([]string{"signups"})
	if err != nil {
		t.Fatal(err)
	}
	want := fetch.Request{
		Table: "signups", Mode: storage.Append, From: "2026-01-01", To: "2026-01-02", Events: []string{"Sign Up", "Login"}, Where: "x",
		Limit: 7, UnitDays: 3, Workers: 2, MaxRejects: 5, Refetch: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFetchFlagsThatDoNotGoTogether(t *testing.T) {
	for flag, change := range map[string]func(*fetchFlags){
		"--from":       func(f *fetchFlags) { f.from = "" },
		"--to":         func(f *fetchFlags) { f.to = "" },
		"--replace":    func(f *fetchFlags) { f.replace, f.appendTo = true, true },
		"--refetch":    func(f *fetchFlags) { f.refetch = true },
		"--limit":      func(f *fetchFlags) { f.limited = true },
		"--batch-size": func(f *fetchFlags) { f.batch = 99 },
		"--lookback":   func(f *fetchFlags) { f.lookback = "5" },
		"--events":     func(f *fetchFlags) { f.events = " , " },

		"--idle-timeout": func(f *fetchFlags) { f.idle = 0 },
	} {
		_, err := someDays(change).request(nil)
		invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
		if !ok || invalid.Argument != flag {
			t.Errorf("%s: error = %v", flag, err)
		}
	}
	if _, err := someDays(func(f *fetchFlags) { f.limited, f.limit, f.parallel = true, 5, true }).request(nil); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("--limit with --parallel: %v", err)
	}
}

func TestTheLibrarysFieldsAreNamedAsFlags(t *testing.T) {
	for field, flag := range fetchFlagOf {
		refused := &mperr.InvalidArgument{Argument: field, Value: "v", Reason: "r"}
		named, ok := errors.AsType[*mperr.InvalidArgument](asFlag(refused))
		if !ok || named.Argument != flag || named.Value != "v" || refused.Argument != field {
			t.Errorf("%s becomes %v, and was changed to %v", field, named, refused)
		}
	}
	for _, err := range []error{nil, errors.New("x"), &mperr.InvalidArgument{Argument: "other"}} {
		if got := asFlag(err); !errors.Is(got, err) {
			t.Errorf("asFlag(%v) = %v", err, got)
		}
	}
}

func TestLookbacksAreDays(t *testing.T) {
	for text, want := range map[string]time.Duration{"auto": fetch.AutoLookback, "0": 0, "0d": 0, "5d": fetch.UsualLookback, "30d": 720 * time.Hour} {
		request, err := someDays(func(f *fetchFlags) { f.lookback, f.appendTo = text, true }).request(nil)
		if err != nil || request.Lookback != want {
			t.Errorf("%s: %s, %v; want %s", text, request.Lookback, err, want)
		}
		if request, err := someDays(func(f *fetchFlags) { f.lookback = text }).request(nil); err != nil || request.Lookback != 0 {
			t.Errorf("%s without --append: %s, %v", text, request.Lookback, err)
		}
	}
	for _, text := range []string{"5", "-5d", "5h", "d", "auto5", "9999d", "5d "} {
		if isLookback(text) {
			t.Errorf("%q was taken", text)
		}
	}
}
