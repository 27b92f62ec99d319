package host

import "context"

// whileRunning runs do and cancels it when the storage plugin's process ends: a download that waits for Mixpanel would not
// notice for minutes that nobody is there to write to. The cause of the cancellation is the plugin's end, coded.
func (s openStore) whileRunning(ctx context.Context, do func(context.Context) error) error {
	watched, cancel := context.WithCancelCause(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-s.engine.Done():
			cancel(s.engine.End())
		case <-watched.Done():
		}
	}()
	err := do(watched)
	cancel(nil)
	<-over
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
