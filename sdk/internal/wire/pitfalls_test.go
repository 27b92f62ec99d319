package wire_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// resolveFailing is the error that the host gets when a plugin's Resolve ends with fail's.
func resolveFailing(t *testing.T, pair wiretest.Pair, fail func(context.Context) error) error {
	t.Helper()
	asked := pair.Provider(t, provider(func(ctx context.Context, _ credential.Request) (credential.Resolution, error) {
		return credential.Resolution{}, fail(ctx)
	}))
	_, err := asked.Resolve(t.Context(), credential.Request{})
	return err
}

func failing(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

// disguised is an error that brings a gRPC status of its own.
type disguised struct{ st *status.Status }

func (d disguised) Error() string              { return "secret text of " + d.st.Message() }
func (d disguised) GRPCStatus() *status.Status { return d.st }

func foreignStatus(t *testing.T, code codes.Code) *status.Status {
	t.Helper()
	st, err := status.New(code, "vault is sealed").WithDetails(&errdetails.ErrorInfo{Reason: "SEALED", Domain: "googleapis.com"})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestPlainErrorBecomesUnknownError(t *testing.T) {
	err := resolveFailing(t, wiretest.Pair{}, failing(errors.New("disk on fire")))
	var unknown *mperr.UnknownError
	if !errors.As(err, &unknown) || unknown.Message != "disk on fire" {
		t.Errorf("got %T %v, want an UnknownError with the text", err, err)
	}
}

func TestStatusOfAnotherServiceIsTextAndNothingElse(t *testing.T) {
	for name, sent := range map[string]error{
		"returned": foreignStatus(t, codes.Unavailable).Err(),
		"wrapped":  fmt.Errorf("read secret: %w", foreignStatus(t, codes.Unavailable).Err()),
		"joined":   errors.Join(errors.New("plain"), foreignStatus(t, codes.NotFound).Err()),
		"own type": disguised{foreignStatus(t, codes.Unavailable)},
	} {
		t.Run(name, func(t *testing.T) {
			err := resolveFailing(t, wiretest.Pair{}, failing(sent))
			var unknown *mperr.UnknownError
			if !errors.As(err, &unknown) || unknown.ForeignCode != "" {
				t.Fatalf("got %T %v, want a plain UnknownError", err, err)
			}
			if !strings.Contains(unknown.Message, "vault is sealed") {
				t.Errorf("message %q lost the text", unknown.Message)
			}
		})
	}
}

func TestTextAroundACodedErrorStaysInThePlugin(t *testing.T) {
	sent := fmt.Errorf("reading with token s3cr3t: %w", &mperr.AccountNotFound{AccountName: "a"})
	err := resolveFailing(t, wiretest.Pair{}, failing(sent))
	if strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("the chain's text crossed the border: %v", err)
	}
	if _, ok := errors.AsType[*mperr.AccountNotFound](err); !ok {
		t.Errorf("got %T", err)
	}
}

func TestStatusOKReturnedAsAnErrorIsAnError(t *testing.T) {
	err := resolveFailing(t, wiretest.Pair{}, failing(disguised{status.New(codes.OK, "fine")}))
	if mperr.CodeOf(err) != "UNKNOWN_ERROR" {
		t.Errorf("got %v, want UNKNOWN_ERROR", err)
	}
}

func TestInvalidUTF8KeepsCodeAndDetails(t *testing.T) {
	err := resolveFailing(t, wiretest.Pair{}, failing(&mperr.ConfigError{Message: "bad \xff", Path: "/a/\xfe", Line: 3}))
	var config *mperr.ConfigError
	if !errors.As(err, &config) {
		t.Fatalf("got %T %v", err, err)
	}
	if config.Line != 3 || config.Path != "/a/\uFFFD" || !strings.HasSuffix(config.Message, "bad \uFFFD") {
		t.Errorf("got %+v", config)
	}
}

func TestContextErrorsAreThemselvesOnBothSides(t *testing.T) {
	for name, sent := range map[string]error{
		"canceled":         context.Canceled,
		"deadline":         context.DeadlineExceeded,
		"wrapped canceled": fmt.Errorf("query: %w", context.Canceled),
	} {
		t.Run(name, func(t *testing.T) {
			err := resolveFailing(t, wiretest.Pair{}, failing(sent))
			for _, family := range []error{context.Canceled, context.DeadlineExceeded} {
				if errors.Is(err, family) != errors.Is(sent, family) {
					t.Errorf("errors.Is(%v, %v) differs from the plugin's", err, family)
				}
			}
		})
	}
}

func TestCallersOwnContextIsNotThePluginsFault(t *testing.T) {
	entered := make(chan struct{})
	hanging := provider(func(ctx context.Context, _ credential.Request) (credential.Resolution, error) {
		close(entered)
		<-ctx.Done()
		return credential.Resolution{}, errors.New("gave up")
	})
	t.Run("cancelled", func(t *testing.T) {
		asked := wiretest.Pair{}.Provider(t, hanging)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-entered; cancel() }()
		if _, err := asked.Resolve(ctx, credential.Request{}); !errors.Is(err, context.Canceled) || mperr.CodeOf(err) != "CANCELED" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("deadline", func(t *testing.T) {
		entered = make(chan struct{})
		asked := wiretest.Pair{}.Provider(t, hanging)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		_, err := asked.Resolve(ctx, credential.Request{})
		// Whoever answers first: the host's own clock, or the plugin, which may say what it likes about its end.
		if code := mperr.CodeOf(err); code != "DEADLINE_EXCEEDED" && code != "UNKNOWN_ERROR" {
			t.Errorf("got %s %v", code, err)
		}
	})
}

func TestDeadlineThatTheHostAddedIsThePluginsFault(t *testing.T) {
	pair := wiretest.Pair{Client: wire.Client{CallTimeout: 20 * time.Millisecond}}
	err := resolveFailing(t, pair, func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	})
	var foreign *wiretest.ForeignError
	if !errors.As(err, &foreign) || foreign.Status.Code() != codes.DeadlineExceeded || foreign.Call != "credential.Resolve" {
		t.Errorf("got %T %v, want Explain to be asked about credential.Resolve", err, err)
	}
}

func TestPanicIsACrashOfTheCallAndItsStackIsLogged(t *testing.T) {
	var log bytes.Buffer
	pair := wiretest.Pair{Log: slog.New(slog.NewTextHandler(&log, nil))}
	var boom func()
	asked := pair.Provider(t, provider(func(context.Context, credential.Request) (credential.Resolution, error) {
		boom()
		return credential.Resolution{}, &mperr.CredentialsNotConfigured{Reason: "none"}
	}))
	boom = func() { panic("index out of everything") }
	_, err := asked.Resolve(t.Context(), credential.Request{})
	var crashed *mperr.PluginCrashed
	if !errors.As(err, &crashed) || crashed.Plugin != "mp-credential-test" || crashed.Call != "credential.Resolve" ||
		!strings.Contains(crashed.Problem, "index out of everything") {
		t.Errorf("got %T %+v", err, err)
	}
	if !strings.Contains(log.String(), "pitfalls_test.go") {
		t.Errorf("the log lacks the stack: %s", log.String())
	}
	boom = func() {}
	if _, err := asked.Resolve(t.Context(), credential.Request{}); mperr.CodeOf(err) != "CREDENTIALS_NOT_CONFIGURED" {
		t.Errorf("the plugin does not go on after a panic: %v", err)
	}
}

// odd is an author's own error type, whose methods misbehave.
type odd struct {
	mperr.UnknownError

	code    mperr.Code
	details map[string]any
	panics  bool
}

func (o *odd) Code() mperr.Code        { return o.code }
func (o *odd) Details() map[string]any { return o.details }
func (o *odd) Error() string {
	if o.panics {
		panic("no text")
	}
	return "odd"
}

func TestAuthorsOwnErrorTypesTravelAsFarAsTheyCan(t *testing.T) {
	var none *mperr.AccountNotFound
	for name, test := range map[string]struct {
		sent error
		code mperr.Code // what the host sees as the code
		own  mperr.Code // the author's code
	}{
		"a code of its own":        {&odd{code: "VAULT_SEALED", details: map[string]any{"seals": 3}}, "UNKNOWN_ERROR", "VAULT_SEALED"},
		"no code":                  {&odd{}, "UNKNOWN_ERROR", ""},
		"details that are no JSON": {&odd{code: "ODD", details: map[string]any{"c": make(chan int)}}, "UNKNOWN_ERROR", "ODD"},
		"a text that panics":       {&odd{code: "ODD", panics: true}, "UNKNOWN_ERROR", "ODD"},
		"a code too long":          {&odd{code: mperr.Code(strings.Repeat("X", 10_000))}, "UNKNOWN_ERROR", mperr.Code(strings.Repeat("X", 60) + "…")},
		"a nil pointer":            {none, "ACCOUNT_NOT_FOUND", ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := resolveFailing(t, wiretest.Pair{}, failing(test.sent))
			if code := mperr.CodeOf(err); code != test.code {
				t.Errorf("code %s, want %s: %v", code, test.code, err)
			}
			var unknown *mperr.UnknownError
			if errors.As(err, &unknown) && unknown.ForeignCode != test.own {
				t.Errorf("the author's code is %q, want %q", unknown.ForeignCode, test.own)
			}
		})
	}
}

func TestRetryTimeTravelsBothAsADetailAndAsRetryInfo(t *testing.T) {
	seconds := 42
	st := wire.Encode(&mperr.RateLimited{Message: "quota used up", RetryAfter: &seconds}, nil)
	var retry *errdetails.RetryInfo
	for _, detail := range st.Details() {
		if found, ok := detail.(*errdetails.RetryInfo); ok {
			retry = found
		}
	}
	if got := retry.GetRetryDelay().AsDuration(); got != 42*time.Second {
		t.Errorf("RetryInfo says %v", got)
	}
}

func TestRetryInfoAloneIsEnough(t *testing.T) {
	st, err := status.New(codes.ResourceExhausted, "slow down").WithDetails(
		&errdetails.ErrorInfo{Reason: "RATE_LIMITED", Domain: "mixpanel-data"},
		&errdetails.RetryInfo{RetryDelay: durationOf(1500 * time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	coded, problem := wire.Decode(st, nil)
	var limited *mperr.RateLimited
	if problem != "" || !errors.As(coded, &limited) || limited.RetryAfter == nil || *limited.RetryAfter != 2 {
		t.Errorf("got %+v %q, want two seconds", coded, problem)
	}
}

func TestErrorsOfTheTransportAreForeign(t *testing.T) {
	for name, st := range map[string]*status.Status{
		"bare":           status.New(codes.Unavailable, "connection reset by peer"),
		"another domain": foreignStatus(t, codes.Unavailable),
	} {
		if coded, problem := wire.Decode(st, nil); coded != nil || problem != "" {
			t.Errorf("%s: got %v %q, want neither", name, coded, problem)
		}
	}
}

func TestDetailsThatDoNotFitAreAProblemAndNoGuess(t *testing.T) {
	st, err := status.New(codes.NotFound, "x").WithDetails(
		&errdetails.ErrorInfo{Reason: "ACCOUNT_NOT_FOUND", Domain: "mixpanel-data"},
		structOf(t, map[string]any{"available_accounts": "not a list"}))
	if err != nil {
		t.Fatal(err)
	}
	coded, problem := wire.Decode(st, nil)
	if coded != nil || !strings.Contains(problem, "ACCOUNT_NOT_FOUND") {
		t.Errorf("got %v %q", coded, problem)
	}
}
