package wire

import (
	"context"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// ServeStorage registers an engine on a server that was made with [Server.Options]. closeAll closes the stores that are
// still open when the process ends.
func ServeStorage(
	registrar grpc.ServiceRegistrar, about About, engine storage.Engine,
) (closeAll func(context.Context) error) {
	server := &storageServer{about: about, engine: engine}
	pb.RegisterPluginServiceServer(registrar, aboutServer{about: about})
	pb.RegisterStorageServiceServer(registrar, server)
	return server.stores.closeAll
}

// EngineCapabilities are the optional powers that an engine declares.
func EngineCapabilities(engine storage.Engine) []string {
	return list(engine.Capabilities(), func(capability storage.Capability) string { return string(capability) })
}

// storageServer answers StorageService with an engine. Its methods stand beside their client halves, in the files named
// after what they do.
type storageServer struct {
	pb.UnimplementedStorageServiceServer

	about  About
	engine storage.Engine
	stores stores
	units  turns
}

// NewEngine is an engine that asks the plugin at the other end of conn.
func NewEngine(conn grpc.ClientConnInterface, about About) storage.Engine {
	return engine{client: pb.NewStorageServiceClient(conn), about: about}
}

// engine is the client half of Open.
type engine struct {
	client pb.StorageServiceClient
	about  About
}

// Capabilities are those that the plugin declared.
func (e engine) Capabilities() []storage.Capability {
	return list(e.about.Capabilities, func(name string) storage.Capability { return storage.Capability(name) })
}

// sink is the client half of everything but the optional powers.
type sink struct {
	client pb.StorageServiceClient
	about  About
	handle string
	once   *closing
}

// querier, sampler and analyzer are the client halves of the optional powers.
type querier struct{ *sink }

type sampler struct{ *sink }

type analyzer struct{ *sink }

// newSink gives a sink that has an optional power only where the plugin declares it.
func newSink(base *sink) storage.Sink {
	var declared powers.Optional
	if base.about.has(string(storage.CapabilitySQL)) {
		declared.Querier = querier{base}
	}
	if base.about.has(string(storage.CapabilitySample)) {
		declared.Sampler = sampler{base}
	}
	if base.about.has(string(storage.CapabilityAnalyze)) {
		declared.Analyzer = analyzer{base}
	}
	return powers.Join(base, declared)
}
