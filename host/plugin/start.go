package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// start runs the process up to the point where it has said who it is. Where ctx or the time for it ends, the process is
// killed at once, which ends every wait of go-plugin's.
func (p *Process) start(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, p.cfg.StartTimeout)
	defer cancel()
	stop := context.AfterFunc(limited, p.child.kill)
	connection, err := p.client.Client()
	if err == nil {
		p.watchdog.ping = pinger(connection)
		err = p.introduce(limited, connection)
	}
	if !stop() || err != nil {
		return p.startError(ctx, limited, err)
	}
	p.watch()
	return nil
}

// introduce asks the plugin who it is and holds the answer against its name.
func (p *Process) introduce(ctx context.Context, connection goplugin.ClientProtocol) error {
	asked, cancel := context.WithTimeout(ctx, p.cfg.DescribeTimeout)
	defer cancel()
	plugin, err := dial.Connect(asked, connection, p.found.Kind)
	if err != nil && asked.Err() != nil {
		return p.timeout("describe", "it does not say who it is", p.cfg.DescribeTimeout)
	}
	if err != nil {
		return p.enrich(err)
	}
	if name := plugin.Info().Name; name != p.found.Name {
		misnamed := mismatch("it says that it is "+shown(name),
			"install the plugin again; programs keep their names")
		return p.faulty("describe", misnamed)
	}
	p.plugin = plugin
	p.compare(plugin.Info())
	return nil
}

// compare warns where the manifest tells something else than the program: it is a copy that was not renewed.
func (p *Process) compare(info dial.Info) {
	log, told := p.cfg.Log.With("plugin", p.found.FileName()), p.found.Manifest
	if told.Version != "" && told.Version != info.Version {
		log.Warn("manifest and program differ in their version", "manifest", told.Version, "program", info.Version)
	}
	if told.Capabilities != nil && !slices.Equal(sorted(told.Capabilities), sorted(info.Capabilities)) {
		log.Warn("manifest and program differ in their capabilities",
			"manifest", told.Capabilities, "program", info.Capabilities)
	}
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

// enrich adds what is known about the process to an error that the SDK made without knowing it.
func (p *Process) enrich(err error) error {
	breach, ok := errors.AsType[*mperr.PluginProtocol](err)
	if !ok || breach.Path != "" {
		return err
	}
	f := mismatch(breach.Problem, breach.Fix)
	return p.faulty(breach.Call, f)
}

// pinger asks go-plugin's own health service: every plugin has it, and it needs none of the plugin's code.
func pinger(connection goplugin.ClientProtocol) func(context.Context) error {
	client, ok := connection.(*goplugin.GRPCClient)
	if !ok {
		return func(context.Context) error { return errors.New("the connection is not gRPC's") }
	}
	health := grpc_health_v1.NewHealthClient(client.Conn)
	return func(ctx context.Context) error {
		_, err := health.Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: goplugin.GRPCServiceName})
		return err
	}
}

// watch starts the watchdog, which ends with Stop or the process.
func (p *Process) watch() {
	ctx, cancel := context.WithCancel(context.Background())
	p.unwatch = cancel
	go p.watchdog.watch(ctx)
	go func() {
		defer cancel()
		<-p.child.exited
	}()
}

// startError says why a start failed, from what is known best to what is known least.
func (p *Process) startError(ctx, limited context.Context, err error) error {
	if ctx.Err() != nil {
		return mperr.From(ctx.Err())
	}
	_, told := errors.AsType[mperr.Error](err)
	// After a fault or the deadline it was killed; its last words belong to the evidence.
	ended := !told && p.child.ID() != "" && within(p.child.exited, closeGrace)
	switch f := p.child.handshakeFault(); {
	case f != nil:
		return p.faulty("start", f)
	case limited.Err() != nil:
		return p.timeout("start", fmt.Sprintf("it was not ready within %v", p.cfg.StartTimeout), p.cfg.StartTimeout)
	case told:
		return err
	case p.child.ID() == "":
		return p.faulty("start", execFault(p.found.Target, err))
	case ended:
		return p.faulty("start", p.exitFault("it ended during its start"))
	}
	return p.faulty("start", unusable("it cannot be connected: "+err.Error(),
		"repeat the command; if it happens again, report it to the plugin's author", err))
}
