package host

import (
	"context"
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// whileRunning runs do and cancels it when the storage plugin's process ends: a download that waits for Mixpanel would not
// notice for minutes that nobody is there to write to. The error is then the plugin's.
func (s openStore) whileRunning(ctx context.Context, do func(context.Context) error) error {
	watched, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-s.engine.Done():
			cancel()
		case <-watched.Done():
		}
	}()
	err := do(watched)
	cancel()
	<-over
	if err == nil || ctx.Err() != nil || errors.Is(err, mperr.ErrPlugin) || !closed(s.engine.Done()) {
		return err
	}
	// Asking a dead plugin for anything tells how it ended.
	if _, ended := s.sink.Info(ctx); errors.Is(ended, mperr.ErrPlugin) {
		return ended
	}
	return err
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
