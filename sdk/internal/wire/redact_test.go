package wire_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

const canary = `can/ary "s3cr3t"+ü`

func credentials(t *testing.T, secret string) credential.Credentials {
	t.Helper()
	out, err := credential.New(credential.Fields{
		Username: "robot", Secret: credential.NewSecret(secret), ProjectID: "12345", Region: "eu",
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// keeper gives credentials once and then fails with whatever it is told to.
type keeper struct {
	secret  string
	failure error
}

func (k *keeper) Resolve(context.Context, credential.Request) (credential.Resolution, error) {
	if k.failure != nil {
		return credential.Resolution{}, k.failure
	}
	c, err := credential.New(credential.Fields{
		Username: "robot", Secret: credential.NewSecret(k.secret), ProjectID: "12345", Region: "eu",
	})
	return credential.Resolution{Credentials: c, Source: "memory"}, err
}

func (k *keeper) List(context.Context) ([]credential.AccountInfo, error) { return nil, k.failure }
func (k *keeper) Get(context.Context, string) (credential.AccountInfo, error) {
	return credential.AccountInfo{}, k.failure
}
func (k *keeper) Remove(context.Context, string) (string, error) { return "", k.failure }
func (k *keeper) SetDefault(context.Context, string) error       { return k.failure }
func (k *keeper) Add(_ context.Context, _ string, c credential.Credentials) (credential.AccountInfo, error) {
	return credential.AccountInfo{}, fmt.Errorf("cannot store %s", c.Secret().Reveal())
}

// shapes are the ways in which a secret gets into texts.
func shapes(secret string) map[string]string {
	quoted := strconv.Quote(secret)
	return map[string]string{
		"itself":      secret,
		"quoted":      quoted,
		"in a query":  "?secret=" + url.QueryEscape(secret),
		"in a path":   "/secret/" + url.PathEscape(secret),
		"in base64":   base64.StdEncoding.EncodeToString([]byte(secret)),
		"basic auth":  base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"in the text": "the secret is " + secret + ", twice " + secret,
	}
}

func TestSecretThatWasResolvedIsRemovedFromLaterErrors(t *testing.T) {
	for name, text := range shapes(canary) {
		t.Run(name, func(t *testing.T) {
			k := &keeper{secret: canary}
			asked := wiretest.Pair{}.Provider(t, k)
			found, err := asked.Resolve(t.Context(), credential.Request{})
			if err != nil || found.Credentials.Secret().Reveal() != canary {
				t.Fatalf("resolve: %v", err)
			}
			k.failure = &mperr.ConfigError{Message: text, Path: text, Key: "k"}
			_, err = asked.(credential.Accounts).List(t.Context())
			encoded, _ := json.Marshal(err)
			for _, shape := range shapes(canary) {
				if strings.Contains(err.Error(), shape) || strings.Contains(string(encoded), shape) {
					t.Errorf("the secret came back: %v %s", err, encoded)
				}
			}
			if !strings.Contains(err.Error(), "***") || mperr.CodeOf(err) != "CONFIG_ERROR" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSecretThatIsAddedIsRemovedFromTheErrorOfThatCall(t *testing.T) {
	asked := wiretest.Pair{}.Provider(t, &keeper{})
	_, err := asked.(credential.AccountStore).Add(t.Context(), "a", credentials(t, canary))
	if want := "cannot store ***"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

// leaking is a plugin in another language, which removes nothing.
type leaking struct {
	pb.UnimplementedPluginServiceServer
	pb.UnimplementedCredentialServiceServer
}

func (leaking) Describe(context.Context, *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	return &pb.DescribeResponse{
		Name: "leaking", Version: "1", Kind: pb.PluginKind_PLUGIN_KIND_CREDENTIAL, Protocol: 1,
		Capabilities: []string{"accounts", "account_store"},
	}, nil
}

func (leaking) Add(_ context.Context, in *pb.AddRequest) (*pb.AddResponse, error) {
	return nil, wire.Encode(&mperr.ConfigError{Message: "no room for " + in.GetCredentials().GetSecret()}, nil).Err()
}

func TestHostRemovesSecretsThatAPluginLeaks(t *testing.T) {
	pair := wiretest.Pair{Client: wire.Client{Secrets: wire.NewRedactor()}}
	// No interceptors: the server of another SDK.
	conn := pair.Bare(t, func(server *grpc.Server) {
		pb.RegisterPluginServiceServer(server, leaking{})
		pb.RegisterCredentialServiceServer(server, leaking{})
	})
	about, err := wire.Describe(t.Context(), conn, protocol.Credential)
	if err != nil {
		t.Fatal(err)
	}
	_, err = wire.NewProvider(conn, about).(credential.AccountStore).Add(t.Context(), "a", credentials(t, canary))
	if want := "no room for ***"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestPanicWithASecretLogsNone(t *testing.T) {
	var log bytes.Buffer
	pair := wiretest.Pair{Secrets: wire.NewRedactor(canary), Log: slog.New(slog.NewTextHandler(&log, nil))}
	err := resolveFailing(t, pair, func(context.Context) error { panic("cannot use " + canary) })
	if strings.Contains(err.Error()+log.String(), "s3cr3t") {
		t.Errorf("the secret is in %v or %s", err, log.String())
	}
}

func TestSecretIsRemovedBeforeTheTextIsCut(t *testing.T) {
	// The cut would fall into the middle of the secret, at every length of what stands before it.
	for pad := 2030; pad < 2060; pad++ {
		st := wire.Encode(errors.New(strings.Repeat("x", pad)+"sw0rdfish-sw0rdfish"), wire.NewRedactor("sw0rdfish-sw0rdfish"))
		if strings.Contains(st.Message(), "sw0") {
			t.Fatalf("half a secret is left after %d bytes: …%s", pad, st.Message()[len(st.Message())-30:])
		}
	}
}

func TestLongerSecretWins(t *testing.T) {
	r := wire.NewRedactor("secret-one", "secret-one-and-more")
	if got := r.Redact("x secret-one-and-more y secret-one z"); got != "x *** y *** z" {
		t.Errorf("got %q", got)
	}
}

func TestShortTextsAreNoSecrets(t *testing.T) {
	r := wire.NewRedactor("", "a", "abcde")
	if got := r.Redact("abcde a"); got != "abcde a" {
		t.Errorf("got %q", got)
	}
}

func TestRedactorServesManyAtOnce(t *testing.T) {
	r := wire.NewRedactor()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				secret := fmt.Sprintf("secret-%d-%d", i, j)
				r.Add(secret)
				if got := r.Redact("is " + secret); got != "is ***" {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	all.Wait()
}
