package fetch_test

import (
	"context"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// watch is a sink that notes which ends of a session have a deadline, and what ended their contexts.
type watch struct {
	storage.Sink

	bounded map[string]bool
	ended   error
}

func (s *watch) note(ctx context.Context, call string) {
	_, s.bounded[call] = ctx.Deadline()
	s.ended = ctx.Err()
}

func (s *watch) Commit(ctx context.Context, session string) (storage.Table, error) {
	s.note(ctx, "commit")
	return s.Sink.Commit(ctx, session)
}

func (s *watch) Abort(ctx context.Context, session string) error {
	s.note(ctx, "abort")
	return s.Sink.Abort(ctx, session)
}

func TestACommitMayTakeWhatTheSinkAllowsAndLeavingMayNot(t *testing.T) {
	for call, bounded := range map[string]bool{"commit": false, "abort": true} {
		w := newWorld(t, mpsim.Project{})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		sink := &watch{Sink: w.open(), bounded: map[string]bool{}}
		// An interrupt before anything is stored ends in Abort.
		w.config.Progress = func(p fetch.Progress) {
			if p.Step == fetch.Started && call == "abort" {
				cancel()
			}
		}
		_, err := fetch.Events(ctx, w.client, sink, january, w.config)
		if broken := mperr.CodeOf(err) == "CANCELED"; broken != (call == "abort") {
			t.Errorf("%s: %v", call, err)
		}
		if got, called := sink.bounded[call]; !called || got != bounded || sink.ended != nil {
			t.Errorf("%s: called %v, with a deadline %v, context %v; want a deadline %v", call, called, got, sink.ended, bounded)
		}
		w.close(sink.Sink)
	}
}
