package mperr_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// overTheWire is what protobuf's Struct makes of details: every number a float64.
func overTheWire(t *testing.T, details map[string]any) map[string]any {
	t.Helper()
	encoded, err := json.Marshal(details)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(encoded, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBuildGivesBackEveryType(t *testing.T) {
	for _, row := range mperr.Table() {
		made := errtest.Filled(row)
		for _, details := range []map[string]any{made.Details(), overTheWire(t, made.Details())} {
			got, err := mperr.Build(row.Code, made.Error(), details)
			if err != nil {
				t.Errorf("%s: %v", row.Code, err)
				continue
			}
			if diff := cmp.Diff(made, got); diff != "" {
				t.Errorf("%s changed on the way (-made +built):\n%s", row.Code, diff)
			}
			if got.Error() != made.Error() {
				t.Errorf("%s: text %q became %q", row.Code, made.Error(), got.Error())
			}
		}
	}
}

func TestBuildTakesAnErrorWithoutDetails(t *testing.T) {
	for _, row := range mperr.Table() {
		for _, details := range []map[string]any{nil, {}} {
			got, err := mperr.Build(row.Code, "", details)
			if err != nil || got.Code() != row.Code || got.Error() == "" {
				t.Errorf("Build(%s) gives %v, %v", row.Code, got, err)
			}
		}
	}
}

func TestBuildRefusesDetailsOfTheWrongShape(t *testing.T) {
	for _, c := range []struct {
		code    mperr.Code
		details map[string]any
	}{
		{"TABLE_EXISTS", map[string]any{"table_name": 7}},
		{"RATE_LIMITED", map[string]any{"retry_after": "soon"}},
		{"RATE_LIMITED", map[string]any{"retry_after": 1.5}},
		{"UNIT_MISMATCH", map[string]any{"expected": 1e30}},
		{"ACCOUNT_NOT_FOUND", map[string]any{"available_accounts": "all"}},
		{"FETCH_INCOMPLETE", map[string]any{"failed_date_ranges": []any{"2026-01-01"}}},
		{"TABLE_EXISTS", map[string]any{"table_name": make(chan int)}},
	} {
		if got, err := mperr.Build(c.code, "text", c.details); err == nil {
			t.Errorf("Build(%s, %v) gives %v, want an error", c.code, c.details, got)
		}
	}
}

func TestBuildIgnoresDetailsOfANewerBuild(t *testing.T) {
	got, err := mperr.Build("TABLE_EXISTS", "x", map[string]any{"table_name": "events", "since_next_year": true})
	if err != nil || got.(*mperr.TableExists).TableName != "events" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestBuildKeepsAForeignCode(t *testing.T) {
	details := map[string]any{"shard": 3.0, "nodes": []any{"a", "b"}}
	got, err := mperr.Build("SHARD_LOST", "shard 3 is gone", details)
	if err != nil {
		t.Fatal(err)
	}
	want := &mperr.UnknownError{
		Message: "shard 3 is gone", ForeignCode: "SHARD_LOST",
		ForeignDetails: map[string]any{"shard": 3.0, "nodes": []any{"a", "b"}},
	}
	if diff := cmp.Diff(mperr.Error(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	details["nodes"].([]any)[0] = "scribbled"
	if diff := cmp.Diff(mperr.Error(want), got); diff != "" {
		t.Errorf("the error shares the caller's details (-want +got):\n%s", diff)
	}
}

func FuzzBuild(f *testing.F) {
	for _, row := range mperr.Table() {
		encoded, err := json.Marshal(row.New().Details())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(row.Code), row.New().Error(), encoded)
	}
	f.Add("CONFIG_ERROR", "f:3: f:3: bad", []byte(`{"path":"f","line":3}`)) //nolint:dupword // a message that was decorated twice
	f.Add("RATE_LIMITED", ". Retry after 1 second", []byte(`{"retry_after":1}`))
	f.Add("FETCH_INCOMPLETE", "", []byte(`{"failed_date_ranges":[[],["a"],["b","c"],["d"]]}`))
	f.Add("SHARD_LOST", "\xff", []byte(`{"":{"a":[[[1e300,-0]]]}}`))
	f.Fuzz(func(t *testing.T, code, message string, encoded []byte) {
		var details map[string]any
		if json.Unmarshal(encoded, &details) != nil {
			return
		}
		built, err := mperr.Build(mperr.Code(code), message, details)
		if err != nil {
			return
		}
		first, err := json.Marshal(built)
		if err != nil {
			t.Fatalf("no JSON for %#v: %v", built, err)
		}
		if built.Error() == "" {
			t.Error("an error without a text")
		}
		// What was built can be sent on and arrives unchanged.
		again, err := mperr.Build(built.Code(), built.Error(), built.Details())
		if err != nil {
			t.Fatalf("%s cannot be built again: %v", first, err)
		}
		second, err := json.Marshal(again)
		if err != nil || string(first) != string(second) || reflect.TypeOf(built) != reflect.TypeOf(again) {
			t.Errorf("sent on, it changed (%v):\n%s\n%s", err, first, second)
		}
		if mperr.Hint(built) != mperr.Hint(again) || mperr.ExitCode(built) != mperr.ExitCode(again) {
			t.Errorf("hint or exit code of %s changed", first)
		}
	})
}
