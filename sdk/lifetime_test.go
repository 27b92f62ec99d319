package sdk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// hold opens the host's stream on life; the host leaves when the returned function is called.
func hold(life *lifetime) (leave func()) {
	gone := make(chan struct{})
	go func() {
		_ = life.lease(nil, nil, &grpc.StreamServerInfo{FullMethod: stdioStream}, func(any, grpc.ServerStream) error {
			<-gone
			return nil
		})
	}()
	return func() { close(gone) }
}

func TestPluginLivesAsLongAsItsHostHoldsTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		life := newLifetime()
		ended := make(chan struct{})
		go func() { life.wait(nil, slog.New(slog.DiscardHandler)); close(ended) }()
		leave := hold(life)
		time.Sleep(24 * time.Hour) // of the bubble's clock
		select {
		case <-ended:
			t.Fatal("the plugin ended while its host was there")
		default:
		}
		leave()
		<-ended
		if life.exitStatus() != 0 {
			t.Errorf("exit status %d", life.exitStatus())
		}
	})
}

func TestPluginThatNobodyConnectsToEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		life := newLifetime()
		var log bytes.Buffer
		start := time.Now()
		life.wait(nil, slog.New(slog.NewTextHandler(&log, nil)))
		if waited := time.Since(start); waited != connectTimeout {
			t.Errorf("it waited %v", waited)
		}
		if life.exitStatus() != 1 || !strings.Contains(log.String(), "no host connected") {
			t.Errorf("exit status %d, log %s", life.exitStatus(), log.String())
		}
	})
}

func TestPluginEndsWhenItIsAsked(t *testing.T) {
	for name, connected := range map[string]bool{"before its host came": false, "while its host is there": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				life, asked := newLifetime(), make(chan os.Signal, 1)
				if connected {
					leave := hold(life)
					defer leave()
					<-life.connected
				}
				asked <- syscall.SIGTERM
				life.wait(asked, slog.New(slog.DiscardHandler))
			})
		})
	}
}

func TestOtherStreamsAreNoLease(t *testing.T) {
	life := newLifetime()
	failure := errors.New("as it is")
	err := life.lease(nil, nil, &grpc.StreamServerInfo{FullMethod: "/mp.plugin.v1.StorageService/Query"},
		func(any, grpc.ServerStream) error { return failure })
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if life.exitStatus() != 1 {
		t.Error("a query counts as the host's stream")
	}
}

func TestEngineThatDoesNotCloseIsLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan struct{})
		half := &served{closeAll: func(context.Context) error { <-stuck; return nil }}
		start := time.Now()
		half.close(closeBudget, slog.New(slog.DiscardHandler))
		if took := time.Since(start); took != closeBudget {
			t.Errorf("took %v", took)
		}
		close(stuck)
	})
}

func TestLogLinesAreHclogsAndCarryNoSecret(t *testing.T) {
	const secret = "log-canary-secret"
	var out bytes.Buffer
	log := newLogs(&out, "debug", wire.NewRedactor(secret))
	log.slog.Debug("opened "+secret, "path", "/a", slog.Group("g", "msg", secret))
	log.slog.Log(t.Context(), slog.LevelDebug-4, "too fine")
	log.hclog.Warn("from go-plugin "+secret, "n", 1)
	log.hclog.Trace("too fine")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || strings.Contains(out.String(), secret) {
		t.Fatalf("got %s", out.String())
	}
	for i, want := range []map[string]any{
		{"@level": "debug", "@message": "opened ***", "path": "/a", "g": map[string]any{"msg": "***"}},
		{"@level": "warn", "@message": "from go-plugin ***", "n": 1.0},
	} {
		var got map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		stamp, _ := got["@timestamp"].(string)
		if _, err := time.Parse(hclogTime, stamp); err != nil {
			t.Errorf("timestamp %q: %v", stamp, err)
		}
		delete(got, "@timestamp")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLevelOfTheLogIsTheVariables(t *testing.T) {
	for level, want := range map[string]int{"trace": 5, "debug": 4, "info": 3, "": 3, "nonsense": 3, "WARN": 2, "error": 1, "off": 0} {
		var out bytes.Buffer
		log := newLogs(&out, level, nil)
		for _, at := range []slog.Level{slog.LevelDebug - 4, slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
			log.slog.Log(t.Context(), at, "line")
		}
		if got := strings.Count(out.String(), "\n"); got != want {
			t.Errorf("level %q: %d lines, want %d", level, got, want)
		}
	}
}

func TestSecretsOfTheEnvironmentAreKnownByTheirNames(t *testing.T) {
	got := environmentSecrets([]string{
		"MP_SECRET=a", "VAULT_TOKEN=b=c", "db_password=d", "API_KEY=e", "PATH=/bin", "KEYBOARD=us", "EMPTY", "=C:=C:\\",
	})
	if want := []string{"a", "b=c", "d", "e"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

type anyProvider struct{ credential.Provider }

type anyEngine struct{ storage.Engine }

func (anyEngine) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilitySQL, "later"}
}

func TestPluginIsRefusedWithTheReasonInIt(t *testing.T) {
	for want, p := range map[string]Plugin{
		"Name":    {Name: "Duck DB", Version: "1", Storage: anyEngine{}},
		"Version": {Name: "duckdb", Storage: anyEngine{}},
		"exactly": {Name: "duckdb", Version: "1"},
		"one of":  {Name: "duckdb", Version: "1", Storage: anyEngine{}, Credential: anyProvider{}},
	} {
		if _, err := p.about(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
	about, err := Plugin{Name: "duckdb-2", Version: "1", Storage: anyEngine{}}.about()
	if err != nil || !slices.Equal(about.Capabilities, []string{"sql", "later"}) {
		t.Errorf("got %+v, %v", about, err)
	}
}
