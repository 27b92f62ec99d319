package sdk_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"

	"github.com/mixpanel-data/mp/sdk"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// The test binary is the plugins, and a host that can be killed: it looks at roleVariable first of all.
const roleVariable = "MP_SDK_TEST_ROLE"

// canary is the secret that must never be seen.
const canary = "canary-secret-0123456789"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "":
		os.Exit(m.Run())
	case "credential":
		sdk.Serve(sdk.Plugin{Name: "test", Version: "1.2.3", Credential: testProvider{}})
	case "printing":
		printEverywhere()
		sdk.Serve(sdk.Plugin{Name: "printing", Version: "1", Credential: testProvider{}})
	case "storage":
		sdk.Serve(sdk.Plugin{Name: "test", Version: "1.2.3", Storage: testEngine{}})
	case "failing":
		sdk.Serve(sdk.Plugin{Name: "failing", Version: "1", Storage: failing{}})
	case "nameless":
		sdk.Serve(sdk.Plugin{Version: "1", Storage: testEngine{}})
	case "host":
		hostThatIsKilled()
	}
	os.Exit(99) // Serve never returns
}

// printEverywhere does what authors do and their libraries do.
func printEverywhere() {
	fmt.Println("welcome to my plugin")
	fmt.Print("no line end here")
	println("to standard error")
	child := exec.Command("sh", "-c", "echo from a child process")
	child.Stdout = os.Stdout
	_ = child.Run()
	go func() {
		for range 1000 {
			fmt.Print("chatter ")
		}
	}()
}

// testProvider finds the canary for every account but a few.
type testProvider struct{}

func (testProvider) Resolve(_ context.Context, r credential.Request) (credential.Resolution, error) {
	switch r.Account {
	case "exit":
		os.Exit(3)
	case "goroutine":
		go panic("in a goroutine")
		select {}
	case "leak":
		slog.Warn("using " + canary)
		fmt.Println("printing", canary)
		return credential.Resolution{}, errors.New("cannot use " + canary)
	}
	c, err := credential.New(credential.Fields{
		Username: "robot", Secret: credential.NewSecret(canary), ProjectID: "1", Region: "us",
	})
	return credential.Resolution{Credentials: c, Account: r.Account, Source: "test"}, err
}

// testEngine opens stores that write down their end on file descriptor 3.
type testEngine struct{}

func (testEngine) Capabilities() []storage.Capability { return nil }

func (testEngine) Open(context.Context, storage.Options) (storage.Sink, error) {
	return testSink{}, nil
}

type testSink struct{ storage.Sink }

func (testSink) Close(context.Context) error {
	_, err := os.NewFile(3, "diary").WriteString("closed\n")
	return err
}

// client starts a role of this binary as a plugin, as a host would.
func client(tb testing.TB, role string, kind dial.Kind, cfg dial.Config, change func(*goplugin.ClientConfig)) *goplugin.Client {
	tb.Helper()
	self, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = []string{roleVariable + "=" + role, "PATH=" + os.Getenv("PATH"), "TEST_SECRET=" + canary}
	tlsConfig, env, err := dial.MutualTLS()
	if err != nil {
		tb.Fatal(err)
	}
	cmd.Env = append(cmd.Env, env)
	config := &goplugin.ClientConfig{
		Cmd:              cmd,
		HandshakeConfig:  dial.Handshake(kind),
		VersionedPlugins: dial.VersionedPlugins(kind),
		GRPCDialOptions:  dial.Options(cfg),
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		TLSConfig:        tlsConfig,
		SkipHostEnv:      true,
		StartTimeout:     30 * time.Second,
		Logger:           hclog.NewNullLogger(),
	}
	if change != nil {
		change(config)
	}
	c := goplugin.NewClient(config)
	tb.Cleanup(c.Kill)
	return c
}

// connect starts a plugin and connects to it.
func connect(tb testing.TB, role string, kind dial.Kind, change func(*goplugin.ClientConfig)) *dial.Plugin {
	tb.Helper()
	started, err := client(tb, role, kind, dial.Config{CallTimeout: time.Minute}, change).Client()
	if err != nil {
		tb.Fatalf("start: %v", err)
	}
	plugin, err := dial.Connect(tb.Context(), started, kind)
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	return plugin
}

// diary is where a storage plugin under test writes down its end. It ends when the last process that holds it does.
func diary(tb testing.TB) (read *bufio.Reader, write *os.File) {
	tb.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	// A plugin that stays fails the test and does not hang it.
	if err := r.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _, _ = r.Close(), w.Close() })
	return bufio.NewReader(r), w
}

// lived reads a diary to its end, once nobody holds the other end any more.
func lived(tb testing.TB, read *bufio.Reader, write *os.File) string {
	tb.Helper()
	_ = write.Close()
	text, err := io.ReadAll(read)
	if err != nil {
		tb.Fatalf("the plugin is still there: %v (it wrote %q)", err, text)
	}
	return strings.TrimSpace(string(text))
}

// hostThatIsKilled starts a storage plugin that shares its diary, opens a store, says so, and waits for the end.
func hostThatIsKilled() {
	t := &lonely{}
	plugin := connect(t, "storage", dial.KindStorage, func(config *goplugin.ClientConfig) {
		config.Cmd.ExtraFiles = []*os.File{os.NewFile(3, "diary")}
	})
	if _, err := plugin.Engine().Open(context.Background(), storage.Options{Location: "x"}); err != nil {
		t.Fatal(err)
	}
	fmt.Println("opened")
	select {}
}

// lonely stands in for a test in a process without one.
type lonely struct{ testing.TB }

func (*lonely) Helper()                  {}
func (*lonely) Cleanup(func())           {}
func (*lonely) Context() context.Context { return context.Background() }
func (*lonely) Fatal(args ...any)        { fmt.Println(args...); os.Exit(1) }
func (*lonely) Fatalf(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}
