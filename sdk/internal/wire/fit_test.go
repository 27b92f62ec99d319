package wire_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func durationOf(d time.Duration) *durationpb.Duration { return durationpb.New(d) }

func structOf(t *testing.T, fields map[string]any) *structpb.Struct {
	t.Helper()
	out, err := structpb.NewStruct(fields)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// deep is a value nested n times.
func deep(n int) any {
	var out any = "bottom"
	for range n {
		out = map[string]any{"in": []any{out, out}}
	}
	return out
}

func TestNoErrorIsLongerThanTheLimitAndEachKeepsItsCode(t *testing.T) {
	const long = 1 << 17
	many := make([]string, 2_000)
	for i := range many {
		many[i] = strings.Repeat("name", 10)
	}
	wide := map[string]any{}
	for i := range 2_000 {
		wide[strings.Repeat("k", i%50)+string(rune('a'+i%26))+many[i]] = i
	}
	for name, sent := range map[string]mperr.Error{
		"a long message":         &mperr.QueryFailed{Message: strings.Repeat("x", 8*long)},
		"a message in Chinese":   &mperr.QueryFailed{Message: strings.Repeat("查询失败", long)},
		"per cent signs":         &mperr.QueryFailed{Message: strings.Repeat("%", 2000)},
		"many accounts":          &mperr.AccountNotFound{AccountName: "a", AvailableAccounts: many},
		"a long name":            &mperr.AccountNotFound{AccountName: strings.Repeat("ü", long)},
		"many ranges":            &mperr.FetchIncomplete{FailedDateRanges: make([][]string, 10_000)},
		"long stderr":            &mperr.PluginCrashed{Evidence: mperr.Evidence{Stderr: many, Problem: strings.Repeat("p", long)}},
		"a script":               &mperr.JQLSyntaxError{Script: strings.Repeat("a\n", long), StackTrace: strings.Repeat("b", long)},
		"wide details":           &mperr.UnknownError{Message: "m", ForeignDetails: wide},
		"deep details":           &mperr.UnknownError{Message: "m", ForeignDetails: map[string]any{"a": deep(9)}},
		"a foreign detail alone": &mperr.UnknownError{ForeignDetails: map[string]any{strings.Repeat("k", long): "v"}},
	} {
		t.Run(name, func(t *testing.T) {
			st := wire.Encode(sent, nil)
			if size := proto.Size(st.Proto()); size > 4096 {
				t.Errorf("the status has %d bytes", size)
			}
			coded, problem := wire.Decode(st, nil)
			if problem != "" || coded.Code() != sent.Code() {
				t.Errorf("got %v %q, want code %s", coded, problem, sent.Code())
			}
			err := resolveFailing(t, wiretest.Pair{}, failing(sent))
			if mperr.CodeOf(err) != sent.Code() {
				t.Errorf("over a connection: %v", err)
			}
		})
	}
}

func TestCuttingKeepsTheStartOfEachPart(t *testing.T) {
	many := make([]string, 1000)
	for i := range many {
		many[i] = strings.Repeat("a", 200)
	}
	coded, _ := wire.Decode(wire.Encode(&mperr.AccountNotFound{AccountName: "wanted", AvailableAccounts: many}, nil), nil)
	var missing *mperr.AccountNotFound
	if !errors.As(coded, &missing) {
		t.Fatalf("got %T", coded)
	}
	if missing.AccountName != "wanted" || len(missing.AvailableAccounts) == 0 || missing.AvailableAccounts[0][:10] != "aaaaaaaaaa" {
		t.Errorf("got %+v", missing)
	}
}

func TestOrdinaryErrorsAreNotCut(t *testing.T) {
	sent := &mperr.QueryFailed{Message: strings.Repeat("SELECT ", 150), Position: 12}
	coded, _ := wire.Decode(wire.Encode(sent, nil), nil)
	if coded.Error() != sent.Error() {
		t.Errorf("a message of %d bytes was cut to %d", len(sent.Error()), len(coded.Error()))
	}
}
