package wire

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Open, plugin side.
func (s *storageServer) Open(ctx context.Context, in *pb.OpenRequest) (*pb.OpenResponse, error) {
	opened, err := s.engine.Open(ctx, optionsFromProto(in))
	if err != nil {
		return nil, err
	}
	if err := s.keepsItsWord(opened); err != nil {
		return nil, closeAfter(ctx, opened, err)
	}
	if err := ctx.Err(); err != nil {
		// Nobody will ever learn the handle.
		return nil, closeAfter(ctx, opened, err)
	}
	return &pb.OpenResponse{Store: s.stores.add(opened)}, nil
}

// keepsItsWord holds the sink against the powers that the engine declares: better now than in the first query.
func (s *storageServer) keepsItsWord(opened storage.Sink) error {
	has := powers.Of(opened).Capabilities()
	for _, declared := range s.engine.Capabilities() {
		if slices.Contains(powers.Methods, declared) && !slices.Contains(has, declared) {
			return s.about.broke("storage.Open", fmt.Sprintf("it declares the power %q and its sink does not have it", declared))
		}
	}
	return nil
}

func closeAfter(ctx context.Context, opened storage.Sink, err error) error {
	// The first error is the one to report; a store that does not close either has nothing to add.
	_ = opened.Close(context.WithoutCancel(ctx))
	return err
}

// Open, host side. The plugin may wait for another process as long as it was told to, beyond the deadline of a call.
func (e engine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	out, err := e.client.Open(withPatience(ctx, options.Wait), optionsToProto(options))
	if err != nil {
		return nil, err
	}
	if out.GetStore() == "" {
		return nil, e.about.broke("storage.Open", "it gave no handle")
	}
	return newSink(&sink{client: e.client, about: e.about, handle: out.GetStore(), once: &closing{}}), nil
}

// Close, plugin side.
func (s *storageServer) Close(ctx context.Context, in *pb.CloseRequest) (*pb.CloseResponse, error) {
	if err := s.stores.close(ctx, in.GetStore()); err != nil {
		return nil, err
	}
	return &pb.CloseResponse{}, nil
}

// closing remembers that a store was closed.
type closing struct {
	mu   sync.Mutex
	done bool
}

// Close, host side. A close that did not reach the plugin can be repeated.
func (s *sink) Close(ctx context.Context) error {
	s.once.mu.Lock()
	defer s.once.mu.Unlock()
	if s.once.done {
		return nil
	}
	_, err := s.client.Close(ctx, &pb.CloseRequest{Store: s.handle})
	s.once.done = err == nil
	return err
}

// Info, plugin side.
func (s *storageServer) Info(ctx context.Context, in *pb.InfoRequest) (*pb.InfoResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	info, err := sink.Info(ctx)
	if err != nil {
		return nil, err
	}
	return &pb.InfoResponse{
		Location:  info.Location,
		Engine:    info.Engine,
		SizeBytes: info.SizeBytes,
		CreatedAt: timeToProto(info.CreatedAt),
	}, nil
}

// Info, host side.
func (s *sink) Info(ctx context.Context) (storage.Info, error) {
	out, err := s.client.Info(ctx, &pb.InfoRequest{Store: s.handle})
	if err != nil {
		return storage.Info{}, err
	}
	return storage.Info{
		Location:  out.GetLocation(),
		Engine:    out.GetEngine(),
		SizeBytes: out.GetSizeBytes(),
		CreatedAt: timeFromProto(out.GetCreatedAt()),
	}, nil
}
