package sdk

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/mtls"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/stdout"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
)

// closeBudget is what a plugin may take to close its stores when it ends. A plugin is gone within a second of its host's
// death, and go-plugin kills one that was told to stop after two.
const closeBudget = 800 * time.Millisecond

// Serve is all of a plugin's main. It serves p to the mp that started the process and ends the process when that mp is
// gone, when it says so, or on SIGTERM; it never returns.
//
// Run by hand, the binary says what it is and exits with status 1; with --version it prints name, version and protocol.
//
// Nothing that the process prints can disturb the host: whatever is written to standard output goes to standard error.
// Log with log/slog or log: Serve directs both to the host, as lines that it understands, and MP_PLUGIN_LOG (trace, debug,
// info, warn, error, off) sets the level. A panic in a method fails that call, with the stack in the log; a panic in a
// goroutine of the plugin's own ends the process.
func Serve(p Plugin) { os.Exit(serve(p, os.Args[1:], os.Stdout, os.Stderr)) }

// serve gives the exit status.
func serve(p Plugin, args []string, stdout, stderr io.Writer) int {
	about, err := p.about()
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 1
	}
	key, value := protocol.Cookie(about.Kind)
	switch {
	case len(args) == 1 && args[0] == "--version":
		_, _ = fmt.Fprintf(stdout, "%s %s protocol %d\n", protocol.Binary(about.Kind, p.Name), p.Version, protocol.Version)
		return 0
	case os.Getenv(key) != value:
		_, _ = io.WriteString(stderr, byHand(about))
		return 1
	default:
		return serveHost(p, about)
	}
}

// byHand is what a person reads who starts the binary.
func byHand(about wire.About) string {
	command := "mp auth list"
	if about.Kind == protocol.Storage {
		command = "mp inspect tables"
	}
	return fmt.Sprintf("%s is a %s plugin of mp: mp starts it when a command needs it, and it does nothing by itself.\n"+
		"Run a command that uses it, such as %s; mp plugin list shows where plugins belong and which are there.\n",
		protocol.Binary(about.Kind, about.Name), about.Kind, command)
}

// serveHost serves until the host is gone, closes what is open, and gives the exit status: 1 where no host ever came.
func serveHost(p Plugin, about wire.About) int {
	secrets := wire.NewRedactor(environmentSecrets(os.Environ())...)
	log := newLogs(os.Stderr, os.Getenv(levelVariable), secrets)
	log.makeDefault()
	life := newLifetime()
	half := &served{plugin: p, about: about}
	security, certificate, err := transportSecurity(os.Getenv("PLUGIN_CLIENT_CERT"))
	if err == nil {
		err = stdout.RelayHandshake(certificate)
	}
	if err != nil {
		log.slog.Error("cannot start", "error", err)
		return 1
	}
	key, value := protocol.Cookie(about.Kind)
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion: protocol.Version, MagicCookieKey: key, MagicCookieValue: value,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{protocol.Version: {protocol.Plugin: half}},
		Logger:           log.hclog,
		TLSProvider:      security,
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			options = append(options, wire.Server{About: about, Secrets: secrets, Log: log.slog}.Options()...)
			server := grpc.NewServer(append(options, grpc.ChainStreamInterceptor(life.lease))...)
			go life.watch(server.Stop, log.slog)
			return server
		},
	})
	half.close(closeBudget, log.slog)
	return life.exitStatus()
}

// transportSecurity gives go-plugin our certificate in place of its own, where the host asks for one; see package mtls.
func transportSecurity(hostPEM string) (provider func() (*tls.Config, error), certificate string, err error) {
	if hostPEM == "" || !stdout.Taken() {
		return nil, "", nil
	}
	identity, err := mtls.NewIdentity()
	if err != nil {
		return nil, "", err
	}
	config, err := identity.Server(hostPEM)
	return func() (*tls.Config, error) { return config, nil }, identity.Base64(), err
}

// served is the plugin's half of the one thing that the process serves.
type served struct {
	goplugin.NetRPCUnsupportedPlugin

	plugin   Plugin
	about    wire.About
	closeAll func(context.Context) error
}

var _ goplugin.GRPCPlugin = (*served)(nil)

// GRPCServer registers the services.
func (s *served) GRPCServer(_ *goplugin.GRPCBroker, server *grpc.Server) error {
	if s.plugin.Credential != nil {
		wire.ServeCredential(server, s.about, s.plugin.Credential)
		return nil
	}
	s.closeAll = wire.ServeStorage(server, s.about, s.plugin.Storage)
	return nil
}

// GRPCClient is the host's half; see package dial.
func (s *served) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, errors.New("package sdk does not dial; see package dial")
}
