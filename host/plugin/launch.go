package plugin

import (
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// launch finds and starts a plugin. Its steps are those of a host that trusts no plugin more than it must: find the one
// file, check who could have written it, give the process as little as it needs, judge its handshake, ask who it is.
func (m *Manager) launch(ctx context.Context, kind Kind, name string) (*Process, error) {
	found, err := m.Find(kind, name)
	if err != nil {
		return nil, err
	}
	p, err := m.prepare(found)
	if err != nil {
		return nil, coded(err, mperr.Evidence{Plugin: found.FileName(), Path: found.Path, Call: "start"})
	}
	begun := time.Now()
	if err := p.start(ctx); err != nil {
		p.child.kill()
		_ = p.Stop()
		return nil, err
	}
	m.cfg.Log.Debug("plugin started", "plugin", found.FileName(), "path", found.Path,
		"version", p.Info().Version, "pid", p.child.ID(), "took", time.Since(begun))
	return p, nil
}

// prepare sets up the process without starting it.
func (m *Manager) prepare(found Installed) (*Process, error) {
	sockets, work, err := m.folder()
	if err != nil {
		return nil, err
	}
	identity, certificate, err := dial.MutualTLS()
	if err != nil {
		return nil, unusable("a certificate for its connection cannot be made: "+err.Error(), "repeat the command", err)
	}
	p := &Process{found: found, cfg: m.cfg, folder: sockets, underway: &underway{}, unwatch: func() {}}
	p.journal = &journal{
		log:    m.cfg.Log.With("plugin", found.FileName()),
		redact: newRedactor(secrets(found.Manifest, m.cfg.LookupEnv)),
	}
	p.streams = [2]*lines{{journal: p.journal}, {journal: p.journal}}
	p.watchdog = &watchdog{interval: m.cfg.PingInterval, timeout: m.cfg.PingTimeout}
	p.watchdog.hung = func() {
		limit := 2 * m.cfg.PingTimeout
		p.condemn(p.timeout("ping", "it hangs: it answers no pings while a call is under way", limit))
	}
	cmd := &exec.Cmd{Path: found.Target, Args: []string{found.Path}, Dir: work, SysProcAttr: attributes()}
	judge := greeting{kind: found.Kind, dir: sockets, redact: p.journal.redact}.check
	p.child = newChild(cmd, judge, &lines{journal: p.journal}, &lines{journal: p.journal})
	config := p.clientConfig(sockets)
	config.TLSConfig = identity
	config.RunnerFunc = func(_ hclog.Logger, cmd *exec.Cmd, _ string) (runner.Runner, error) {
		connection := append(slices.Clone(cmd.Env), certificate)
		p.child.cmd.Env = environ(p.found.Manifest, p.cfg.LookupEnv, connection, sockets, work, levelFor(p.cfg.Log))
		return p.child, nil
	}
	p.client = goplugin.NewClient(config)
	return p, nil
}

// clientConfig makes go-plugin do its part and no more: see runner.go for the process and journal.go for its words. The
// certificates of each start come from dial.MutualTLS, which is AutoMTLS on the wire and costs half the start.
func (p *Process) clientConfig(sockets string) *goplugin.ClientConfig {
	options := dial.Options(dial.Config{
		CallTimeout: p.cfg.CallTimeout, Explain: p.explain, Redactor: p.journal.redact.calls,
	})
	return &goplugin.ClientConfig{
		HandshakeConfig:  dial.Handshake(p.found.Kind),
		VersionedPlugins: dial.VersionedPlugins(p.found.Kind),
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true,
		// start ends first and kills the child, which ends go-plugin's wait as well.
		StartTimeout:     p.cfg.StartTimeout + killGrace,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Off, Output: io.Discard}),
		SyncStdout:       p.streams[0],
		SyncStderr:       p.streams[1],
		UnixSocketConfig: &goplugin.UnixSocketConfig{TempDir: filepath.Clean(sockets)},
		GRPCDialOptions:  append(options, grpc.WithStatsHandler(p.watchdog), grpc.WithStatsHandler(p.underway)),
	}
}
