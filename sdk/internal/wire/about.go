package wire

import (
	"context"
	"fmt"
	"slices"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// About is what a plugin says of itself.
type About struct {
	Name         string
	Version      string
	Kind         protocol.Kind
	Capabilities []string
	SDK          string
	Protocol     int
}

// has says whether an optional power is declared.
func (a About) has(capability string) bool { return slices.Contains(a.Capabilities, capability) }

// broke is the error for a plugin that answers something else than the protocol says.
func (a About) broke(call, problem string) error {
	return &mperr.PluginProtocol{Evidence: mperr.Evidence{
		Plugin: protocol.Binary(a.Kind, a.Name), Call: call, Problem: problem,
		Fix: "report it to the plugin's author",
	}}
}

// unsupported is the error for an optional power that is not there.
func (a About) unsupported(capability string) error {
	return &mperr.CapabilityNotSupported{Plugin: protocol.Binary(a.Kind, a.Name), Capability: capability}
}

// aboutServer answers PluginService.
type aboutServer struct {
	pb.UnimplementedPluginServiceServer

	about About
}

// Describe answers with what the author gave to Serve.
func (s aboutServer) Describe(context.Context, *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	return &pb.DescribeResponse{
		Name:         s.about.Name,
		Version:      s.about.Version,
		Kind:         pluginKinds.number(s.about.Kind),
		Capabilities: s.about.Capabilities,
		Sdk:          s.about.SDK,
		Protocol:     protocol.Version,
	}, nil
}

// Describe asks a plugin what it is and refuses one of another kind or version than it was started as.
func Describe(ctx context.Context, conn grpc.ClientConnInterface, kind protocol.Kind) (About, error) {
	response, err := pb.NewPluginServiceClient(conn).Describe(ctx, &pb.DescribeRequest{})
	if err != nil {
		return About{}, err
	}
	about := About{
		Name:         response.GetName(),
		Version:      response.GetVersion(),
		Kind:         pluginKinds.word(response.GetKind()),
		Capabilities: slices.Clone(response.GetCapabilities()),
		SDK:          response.GetSdk(),
		Protocol:     int(response.GetProtocol()),
	}
	return about, about.check(kind)
}

func (a About) check(kind protocol.Kind) error {
	started := About{Name: a.Name, Kind: kind}
	switch {
	case a.Kind != kind:
		return started.broke("plugin.Describe", fmt.Sprintf("it is a %s plugin, not a %s plugin", kindWord(a.Kind), kind))
	case a.Name == "":
		return started.broke("plugin.Describe", "it gives no name")
	case a.Protocol != protocol.Version:
		return started.broke("plugin.Describe", fmt.Sprintf("it speaks protocol %d, not %d", a.Protocol, protocol.Version))
	default:
		return nil
	}
}

func kindWord(kind protocol.Kind) string {
	if kind == "" {
		return "nameless kind of"
	}
	return string(kind)
}
