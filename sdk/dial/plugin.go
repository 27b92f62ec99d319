package dial

import (
	"context"
	"fmt"
	"slices"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Info is what a plugin says of itself.
type Info struct {
	// Name is the short name, such as duckdb.
	Name string
	// Version is the plugin's own version.
	Version string
	// Kind is what it provides.
	Kind Kind
	// Protocol is the protocol version agreed on.
	Protocol int
	// Capabilities are the optional powers, also such that this build does not know.
	Capabilities []string
	// SDK is what the plugin was built with, for diagnosis.
	SDK string
}

// Plugin is a connected plugin. It is safe for concurrent use and lives as long as the process behind it.
type Plugin struct {
	about    wire.About
	provider credential.Provider
	engine   storage.Engine
}

// Connect asks a started plugin what it is. The connection must have been made with [Options] and the context should
// have a deadline of a few seconds. A plugin of another kind, without a name, or of another protocol version gives
// [mperr.PluginProtocol].
func Connect(ctx context.Context, client goplugin.ClientProtocol, kind Kind) (*Plugin, error) {
	dispensed, err := client.Dispense(protocol.Plugin)
	if err != nil {
		return nil, fmt.Errorf("dispense %s plugin: %w", kind, err)
	}
	conn, ok := dispensed.(grpc.ClientConnInterface)
	if !ok {
		return nil, &mperr.InvalidArgument{Argument: "client", Reason: "it was not made with dial.VersionedPlugins"}
	}
	about, err := wire.Describe(ctx, conn, protocol.Kind(kind))
	if err != nil {
		return nil, err
	}
	plugin := &Plugin{about: about}
	switch kind {
	case KindCredential:
		plugin.provider = wire.NewProvider(conn, about)
	case KindStorage:
		plugin.engine = wire.NewEngine(conn, about)
	}
	return plugin, nil
}

// Info is what the plugin says of itself.
func (p *Plugin) Info() Info {
	return Info{
		Name:         p.about.Name,
		Version:      p.about.Version,
		Kind:         Kind(p.about.Kind),
		Protocol:     p.about.Protocol,
		Capabilities: slices.Clone(p.about.Capabilities),
		SDK:          p.about.SDK,
	}
}

// Provider is a credential plugin's provider; nil for another kind. It is a [credential.Accounts] and a
// [credential.AccountStore] only where the plugin declares these powers.
func (p *Plugin) Provider() credential.Provider { return p.provider }

// Engine is a storage plugin's engine; nil for another kind. The sinks it opens are a [storage.Querier], a
// [storage.Sampler] and a [storage.Analyzer] only where the plugin declares these powers.
func (p *Plugin) Engine() storage.Engine { return p.engine }
