package dial

import (
	"context"
	"errors"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

// Kind says what a plugin is for.
type Kind string

// The kinds of plugin.
const (
	KindCredential Kind = "credential"
	KindStorage    Kind = "storage"
)

// NameRule says in words what [ValidName] accepts.
const NameRule = protocol.NameRule

// ValidName says whether a plugin may have that short name, such as duckdb of mp-storage-duckdb. The SDK serves under no
// other, and one that is valid can be part of a file name.
func ValidName(name string) bool { return protocol.ValidName(name) }

// Handshake is what the host puts into the environment of a plugin of this kind. Each kind has its own cookie, so that a
// plugin of one kind refuses to start as the other. It guards against accidents only; what may run is the caller's part.
func Handshake(kind Kind) goplugin.HandshakeConfig {
	key, value := protocol.Cookie(protocol.Kind(kind))
	return goplugin.HandshakeConfig{ProtocolVersion: protocol.Version, MagicCookieKey: key, MagicCookieValue: value}
}

// VersionedPlugins are the protocol versions that this build speaks, for the go-plugin client: version 1.
func VersionedPlugins(Kind) map[int]goplugin.PluginSet {
	return map[int]goplugin.PluginSet{protocol.Version: {protocol.Plugin: connection{}}}
}

// connection is the host's half of the one thing that a process serves: its connection.
type connection struct {
	goplugin.NetRPCUnsupportedPlugin
}

var _ goplugin.GRPCPlugin = connection{}

// GRPCServer is the plugin's half and is never called in a host.
func (connection) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error {
	return errors.New("package dial does not serve; see package sdk")
}

// GRPCClient gives the connection itself; Connect makes something of it.
func (connection) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}
