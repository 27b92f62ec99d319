package dial_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// foreign is a plugin that was not written with this SDK.
type foreign struct {
	pb.UnimplementedPluginServiceServer

	about *pb.DescribeResponse
	err   error
}

func (f foreign) Describe(ctx context.Context, _ *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	if f.about == nil && f.err == nil {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return f.about, f.err
}

// process stands in for go-plugin's client of a started process.
type process struct {
	goplugin.ClientProtocol

	dispense func() (any, error)
}

func (p process) Dispense(name string) (any, error) {
	if name != "mp" {
		return nil, errors.New("no such plugin: " + name)
	}
	return p.dispense()
}

// started is a process that serves f, connected to with the options of cfg.
func started(t *testing.T, f foreign, cfg dial.Config) process {
	t.Helper()
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer()
	pb.RegisterPluginServiceServer(server, f)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	conn, err := grpc.NewClient("passthrough:memory", append(dial.Options(cfg),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = conn.Close()
		server.Stop()
		<-served
	})
	return process{dispense: func() (any, error) { return conn, nil }}
}

func TestPluginThatDescribesItselfWronglyIsRefused(t *testing.T) {
	good := func() *pb.DescribeResponse {
		return &pb.DescribeResponse{Name: "x", Version: "1", Kind: pb.PluginKind_PLUGIN_KIND_STORAGE, Protocol: 1}
	}
	for name, change := range map[string]func(*pb.DescribeResponse){
		"another kind":    func(r *pb.DescribeResponse) { r.Kind = pb.PluginKind_PLUGIN_KIND_CREDENTIAL },
		"no kind":         func(r *pb.DescribeResponse) { r.Kind = 0 },
		"a kind to come":  func(r *pb.DescribeResponse) { r.Kind = 99 },
		"no name":         func(r *pb.DescribeResponse) { r.Name = "" },
		"a later version": func(r *pb.DescribeResponse) { r.Protocol = 2 },
		"no version":      func(r *pb.DescribeResponse) { r.Protocol = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			about := good()
			change(about)
			_, err := dial.Connect(t.Context(), started(t, foreign{about: about}, dial.Config{}), dial.KindStorage)
			if mperr.CodeOf(err) != "PLUGIN_PROTOCOL" {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := dial.Connect(t.Context(), started(t, foreign{about: good()}, dial.Config{}), dial.KindStorage); err != nil {
		t.Errorf("a good one is refused: %v", err)
	}
}

func TestPowersOfAProviderAreThereOnlyWhereTheyAreDeclared(t *testing.T) {
	for name, test := range map[string]struct {
		declared        []string
		accounts, store bool
	}{
		"none":        {nil, false, false},
		"accounts":    {[]string{"accounts"}, true, false},
		"store":       {[]string{"account_store"}, true, true},
		"both":        {[]string{"accounts", "account_store"}, true, true},
		"of tomorrow": {[]string{"rotate"}, false, false},
		"of storage":  {[]string{"sql"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			about := &pb.DescribeResponse{
				Name: "x", Version: "1", Kind: pb.PluginKind_PLUGIN_KIND_CREDENTIAL, Protocol: 1, Capabilities: test.declared, Sdk: "py 1",
			}
			plugin, err := dial.Connect(t.Context(), started(t, foreign{about: about}, dial.Config{}), dial.KindCredential)
			if err != nil {
				t.Fatal(err)
			}
			_, accounts := plugin.Provider().(credential.Accounts)
			_, store := plugin.Provider().(credential.AccountStore)
			if accounts != test.accounts || store != test.store {
				t.Errorf("accounts %t, store %t", accounts, store)
			}
			if info := plugin.Info(); !slices.Equal(info.Capabilities, test.declared) || info.SDK != "py 1" {
				t.Errorf("info %+v", info)
			}
		})
	}
}

func TestFailuresOfTheTransportAreExplained(t *testing.T) {
	for name, test := range map[string]struct {
		f    foreign
		code mperr.Code
	}{
		"gone":     {foreign{err: status.Error(codes.Unavailable, "connection reset by peer")}, "PLUGIN_CRASHED"},
		"unknown":  {foreign{err: errors.New("python traceback")}, "PLUGIN_CRASHED"},
		"too long": {foreign{err: status.Error(codes.ResourceExhausted, "message larger than max")}, "PLUGIN_PROTOCOL"},
		"older":    {foreign{err: status.Error(codes.Unimplemented, "unknown method")}, "PLUGIN_PROTOCOL"},
		"stuck":    {foreign{}, "PLUGIN_TIMEOUT"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := dial.Config{CallTimeout: 20 * time.Millisecond}
			if name != "stuck" {
				cfg.CallTimeout = time.Minute
			}
			_, err := dial.Connect(t.Context(), started(t, test.f, cfg), dial.KindStorage)
			if code := mperr.CodeOf(err); code != test.code {
				t.Errorf("without Explain: %s %v", code, err)
			}
			var seen *dial.TransportError
			cfg.Explain = func(call string, err *dial.TransportError) error {
				if call != "plugin.Describe" || err.Call != call {
					t.Errorf("call %q, %q", call, err.Call)
				}
				seen = err
				return &mperr.PluginCrashed{Evidence: mperr.Evidence{Plugin: "explained"}}
			}
			_, err = dial.Connect(t.Context(), started(t, test.f, cfg), dial.KindStorage)
			var crashed *mperr.PluginCrashed
			if !errors.As(err, &crashed) || crashed.Plugin != "explained" || seen == nil || seen.Error() == "" {
				t.Errorf("with Explain: %v", err)
			}
		})
	}
}

func TestOtherClientsAreRefused(t *testing.T) {
	for name, p := range map[string]process{
		"another plugin set": {dispense: func() (any, error) { return "a string", nil }},
		"a broken process":   {dispense: func() (any, error) { return nil, errors.New("gone") }},
	} {
		if _, err := dial.Connect(t.Context(), p, dial.KindStorage); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestKindsHaveCookiesOfTheirOwn(t *testing.T) {
	a, b := dial.Handshake(dial.KindCredential), dial.Handshake(dial.KindStorage)
	if a.MagicCookieKey == b.MagicCookieKey || a.MagicCookieValue == b.MagicCookieValue {
		t.Errorf("%+v and %+v", a, b)
	}
	for _, kind := range []dial.Kind{dial.KindCredential, dial.KindStorage} {
		if sets := dial.VersionedPlugins(kind); len(sets) != 1 || len(sets[1]) != 1 {
			t.Errorf("%s: %v", kind, sets)
		}
	}
}

func TestRedactorOfTheHostLearnsFromCalls(t *testing.T) {
	redactor := dial.NewRedactor("known-before")
	redactor.Add("added-later")
	if got := redactor.Redact("known-before added-later neither"); got != "*** *** neither" {
		t.Errorf("got %q", got)
	}
	about := &pb.DescribeResponse{Name: "x", Version: "1", Kind: pb.PluginKind_PLUGIN_KIND_CREDENTIAL, Protocol: 1}
	about.Capabilities = []string{"account_store"}
	plugin, err := dial.Connect(t.Context(), started(t, foreign{about: about}, dial.Config{Redactor: redactor}), dial.KindCredential)
	if err != nil {
		t.Fatal(err)
	}
	credentials, err := credential.New(credential.Fields{
		Username: "u", Secret: credential.NewSecret("sent-in-a-call"), ProjectID: "1", Region: "us",
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = plugin.Provider().(credential.AccountStore).Add(t.Context(), "a", credentials)
	if mperr.CodeOf(err) != "PLUGIN_PROTOCOL" { // the foreign plugin does not serve it
		t.Errorf("got %v", err)
	}
	if got := redactor.Redact("stderr: sent-in-a-call"); got != "stderr: ***" {
		t.Errorf("got %q", got)
	}
}
