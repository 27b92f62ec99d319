package plugin

// RunFolder is the manager's private folder (mode 0700), in which the path of a file whose name has up to 20 bytes is short
// enough for a socket. It is there from the first start on. Close removes it, and where this program is killed, the next
// one's manager does.
func (m *Manager) RunFolder() (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.run == nil || m.closed {
		return "", unusable("no plugin runs, so there is no folder for sockets", "start one first", nil)
	}
	return m.run.path, nil
}

// RunFolders are the private folders of all managers of this user in the places where this one would make its own, those
// of other processes included. A killed one's may be among them.
func (m *Manager) RunFolders() []string {
	var folders []string
	for _, base := range m.cfg.runBases() {
		folders = append(folders, runFolders(base)...)
	}
	return folders
}
