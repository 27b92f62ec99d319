package plugin

import "path/filepath"

// Manager finds plugins and holds their processes. It is safe for concurrent use.
type Manager struct {
	cfg  Config
	dirs []string
}

// NewManager makes a manager. It touches neither files nor processes; whoever made it closes it.
func NewManager(cfg Config) *Manager {
	m := &Manager{cfg: cfg.filled()}
	for _, dir := range cfg.Dirs {
		if filepath.IsAbs(dir) {
			m.dirs = append(m.dirs, filepath.Clean(dir))
		}
	}
	return m
}
