package wire

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Server is what every call of a plugin passes through: it turns panics into errors, errors into statuses, and keeps
// secrets out of both.
type Server struct {
	// About names the plugin in errors.
	About About
	// Secrets learns the secrets that pass and removes them from errors.
	Secrets *Redactor
	// Log takes the stack of a panic.
	Log *slog.Logger
}

// Options are the server's limits and interceptors. They leave go-plugin's own services on the same server alone.
func (s Server) Options() []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(protocol.MaxMessage),
		grpc.MaxSendMsgSize(protocol.MaxMessage),
		grpc.MaxHeaderListSize(protocol.MaxHeaderList),
		grpc.ChainUnaryInterceptor(s.unary),
		grpc.ChainStreamInterceptor(s.stream),
	}
}

func (s Server) unary(
	ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler,
) (any, error) {
	if !ours(info.FullMethod) {
		return handle(ctx, request)
	}
	s.Secrets.learn(request)
	response, err := guard(s, info.FullMethod, func() (any, error) { return handle(ctx, request) })
	if err != nil {
		return nil, Encode(err, s.Secrets).Err()
	}
	s.Secrets.learn(response)
	mendText(response)
	return response, nil
}

func (s Server) stream(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	if !ours(info.FullMethod) {
		return handle(server, stream)
	}
	_, err := guard(s, info.FullMethod, func() (any, error) { return nil, handle(server, stream) })
	if err != nil {
		return Encode(err, s.Secrets).Err()
	}
	return nil
}

// guard runs a handler and turns its panic into PLUGIN_CRASHED. The process lives on: the other calls are not to blame.
// The stack goes to the log, as it is too long for a status and says nothing to a user.
func guard(s Server, method string, handle func() (any, error)) (response any, err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		problem := s.Secrets.Redact(fmt.Sprintf("panic: %v", p))
		s.Log.Error(problem, "call", callOf(method), "stack", s.Secrets.Redact(string(debug.Stack())))
		response, err = nil, &mperr.PluginCrashed{Evidence: mperr.Evidence{
			Plugin: protocol.Binary(s.About.Kind, s.About.Name), Call: callOf(method), Problem: problem,
			Fix: "report it to the plugin's author",
		}}
	}()
	return handle()
}

// ours says whether a method belongs to this protocol and not to go-plugin.
func ours(method string) bool { return strings.HasPrefix(method, "/mp.plugin.") }

// callOf is the name of a method for people: /mp.plugin.v1.StorageService/WriteUnit is storage.WriteUnit.
func callOf(method string) string {
	service, name, _ := strings.Cut(strings.TrimPrefix(method, "/"), "/")
	service = strings.TrimSuffix(service[strings.LastIndexByte(service, '.')+1:], "Service")
	return strings.ToLower(service) + "." + name
}
