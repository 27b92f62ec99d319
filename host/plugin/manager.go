package plugin

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Manager finds plugins and holds their processes, one for each plugin. It is safe for concurrent use.
type Manager struct {
	cfg  Config
	dirs []string

	closing  sync.Once
	closeErr error

	mu     sync.Mutex
	slots  map[string]*slot
	run    *runDir
	closed bool
}

// slot is the place of one plugin's process. ready is closed when the start is over; process or err is set then.
type slot struct {
	// cancel ends the start and does nothing afterwards.
	cancel  context.CancelFunc
	ready   chan struct{}
	process *Process
	err     error
	// before is the process whose place it takes, nil where there was none.
	before *Process
}

// NewManager makes a manager. It touches neither files nor processes; whoever made it closes it.
func NewManager(cfg Config) *Manager {
	m := &Manager{cfg: cfg.filled(), slots: map[string]*slot{}}
	for _, dir := range cfg.Dirs {
		if filepath.IsAbs(dir) {
			m.dirs = append(m.dirs, filepath.Clean(dir))
		}
	}
	return m
}

// Start gives the process of a plugin, starting it where it does not run: calls at once start different plugins in
// parallel and the same plugin once. ctx bounds the start, not the process; where it ends, the process is killed at once.
// The manager owns the process, and starts another one where it was stopped or died. Errors: those of [Manager.Find],
// [mperr.PluginStartFailed], [mperr.PluginTimeout], [mperr.PluginProtocol], [mperr.PluginCrashed], and [mperr.Canceled]
// or [mperr.DeadlineExceeded] for ctx.
func (m *Manager) Start(ctx context.Context, kind Kind, name string) (*Process, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for {
		if ctx.Err() != nil {
			return nil, mperr.From(ctx.Err())
		}
		s, mine, err := m.claim(kind, name, cancel)
		if err != nil {
			return nil, err
		}
		if mine {
			if s.before != nil {
				_ = s.before.Stop()
			}
			s.process, s.err = m.launch(ctx, kind, name)
			m.settle(fileName(kind, name), s)
			return s.process, s.err
		}
		select {
		case <-ctx.Done():
			return nil, mperr.From(ctx.Err())
		case <-s.ready:
		}
		// The one who started it lost patience; that is not the plugin's fault, nor this caller's.
		if !errors.Is(s.err, context.Canceled) && !errors.Is(s.err, context.DeadlineExceeded) {
			return s.process, s.err
		}
	}
}

// claim gives the slot of a plugin. Where there is none, or its process is no more, it makes one, whose start is the
// caller's.
func (m *Manager) claim(kind Kind, name string, cancel context.CancelFunc) (s *slot, mine bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := fileName(kind, name)
	if m.closed {
		shut := unusable("plugins are shut down already", "open the workspace again", nil)
		return nil, false, shut.coded(mperr.Evidence{Plugin: clip(clean(key), 80), Call: "start"})
	}
	s = &slot{cancel: cancel, ready: make(chan struct{})}
	if last := m.slots[key]; last != nil {
		if last.usable() {
			return last, false, nil
		}
		s.before = last.process
	}
	m.slots[key] = s
	return s, true, nil
}

// usable is true while the start is under way and as long as the process can be called.
func (s *slot) usable() bool {
	select {
	case <-s.ready:
		return s.process.usable()
	default:
		return true
	}
}

// settle ends a start. A failed one leaves no slot, so that the next call tries again.
func (m *Manager) settle(key string, s *slot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.err != nil {
		delete(m.slots, key)
	}
	close(s.ready)
}

// folder makes the private folders of one process, and before the first that of the manager.
func (m *Manager) folder() (sockets, work string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.run == nil {
		if m.run, err = newRunDir(m.cfg.runBases()); err != nil {
			return "", "", err
		}
	}
	return m.run.process()
}

// Close stops all processes at once, cancels starts under way, and removes the private folders. Afterwards Start fails.
// Calls after the first give the first one's answer.
func (m *Manager) Close() error {
	m.closing.Do(func() { m.closeErr = m.close() })
	return m.closeErr
}

func (m *Manager) close() error {
	m.mu.Lock()
	m.closed = true
	slots := slices.Collect(maps.Values(m.slots))
	m.mu.Unlock()
	var stops errgroup.Group
	for _, s := range slots {
		stops.Go(func() error {
			s.cancel()
			<-s.ready
			if s.process == nil {
				return nil
			}
			return s.process.Stop()
		})
	}
	err := stops.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.run != nil {
		err = errors.Join(err, m.run.remove())
	}
	return err
}
