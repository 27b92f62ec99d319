package sdktest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// stopLimit is what a plugin gets to end in good order before it is killed.
const stopLimit = 10 * time.Second

// process is a launched plugin.
type process struct {
	command *exec.Cmd
	client  *goplugin.Client
	plugin  *dial.Plugin
	said    transcript
}

// launch starts a binary as the host does: none of the test's environment, mutual TLS, gRPC only, a socket folder of its
// own. limit bounds its start. It is stopped when the test ends, and what it said is shown where the test failed.
func launch(t *testing.T, kind dial.Kind, path string, env []string, limit time.Duration) *process {
	t.Helper()
	sockets, err := os.MkdirTemp("", "mp") //nolint:usetesting // a socket's path has 103 bytes at most; t.TempDir's is long
	if err != nil {
		t.Fatalf("launch %s: %v", path, err)
	}
	identity, certificate, err := dial.MutualTLS()
	if err != nil {
		t.Fatalf("launch %s: %v", path, err)
	}
	p := &process{command: exec.Command(path)} // a context would kill it; it is to end in good order
	p.command.Env = append([]string{"PLUGIN_UNIX_SOCKET_DIR=" + sockets, certificate}, env...)
	config := p.clientConfig(kind, limit)
	config.TLSConfig = identity
	p.client = goplugin.NewClient(config)
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Logf("%s said:\n%s", path, p.output())
		}
		if err := os.RemoveAll(sockets); err != nil {
			t.Error(err)
		}
	})
	protocol, err := p.client.Client()
	if err != nil {
		t.Fatalf("launch %s: %v", path, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	if p.plugin, err = dial.Connect(ctx, protocol, kind); err != nil {
		t.Fatalf("connect to %s: %v", path, err)
	}
	return p
}

// clientConfig makes go-plugin do its part and no more; limit bounds a start and each call.
func (p *process) clientConfig(kind dial.Kind, limit time.Duration) *goplugin.ClientConfig {
	return &goplugin.ClientConfig{
		HandshakeConfig: dial.Handshake(kind), VersionedPlugins: dial.VersionedPlugins(kind),
		GRPCDialOptions: dial.Options(dial.Config{CallTimeout: limit, Explain: func(_ string, failed *dial.TransportError) error {
			return failed.Coded(filepath.Base(p.command.Path))
		}}),
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Cmd:              p.command, SkipHostEnv: true, StartTimeout: limit,
		// Off also keeps go-plugin from parsing what the plugin writes to stderr, which can make it panic.
		Logger: hclog.New(&hclog.LoggerOptions{Level: hclog.Off}), Stderr: &p.said, SyncStdout: &p.said, SyncStderr: &p.said,
	}
}

func (p *process) engine() storage.Engine { return p.plugin.Engine() }

func (p *process) provider() credential.Provider { return p.plugin.Provider() }

// output is what the plugin wrote to stdout and stderr so far.
func (p *process) output() string { return p.said.String() }

// stop ends the plugin in good order, or kills it where it does not end. Calls after the first do nothing.
func (p *process) stop() {
	if !p.ended(stopLimit) {
		p.kill()
	}
}

// kill ends the plugin as the system does when memory is short: at once and without a word.
func (p *process) kill() {
	p.signal()
	p.ended(stopLimit)
}

// ended asks go-plugin to end the plugin and says whether it did so in time. go-plugin alone would wait for ever where
// the plugin is stopped, or has left a child of its own that holds its stderr.
func (p *process) ended(limit time.Duration) bool {
	stopped := make(chan struct{})
	go func() { // ends with the process and its children
		defer close(stopped)
		p.client.Kill()
	}()
	patience := time.NewTimer(limit)
	defer patience.Stop()
	select {
	case <-stopped:
		return true
	case <-patience.C:
		return false
	}
}

func (p *process) signal() {
	if p.command.Process != nil {
		_ = p.command.Process.Kill() // fails only where it has ended already
	}
}

// transcript collects what several goroutines write.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// envOf is the environment that a configuration gives for a subtest.
func envOf(t *testing.T, env func(*testing.T) []string) []string {
	t.Helper()
	if env == nil {
		return nil
	}
	return env(t)
}
