package engine

import (
	"os"
	"runtime"
)

// beginning is how a store began that this process has made, for it to go where the fetch that it was made for failed
// before anything was stored: a wrong password should leave nothing behind.
type beginning struct {
	// made says that this open made the file.
	made bool
	// failed says that a session could not begin, or was aborted without units.
	failed bool
	// kept says that somebody has put something into it.
	kept bool
}

// noteFailed notes a session that came to nothing; kept notes that something else did.
func (s *Sink) noteFailed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.beginning.failed = true
}

func (s *Sink) noteKept() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.beginning.kept = true
}

// isVain says that the file was made in vain, so that it can go. All calls are over, and the file is checkpointed.
func (s *Sink) isVain() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.beginning; !b.made || !b.failed || b.kept || len(s.sessions) > 0 {
		return false
	}
	_, err := os.Lstat(s.path + ".wal")
	return os.IsNotExist(err)
}

// removesOpen says that the system removes a file that is open. The file goes while it is locked then, so that no other
// process has it: one that is about to open it finds out by [place.named]. Windows lets nobody remove a file that another
// process has open, so that it can go when it is closed.
const removesOpen = runtime.GOOS != "windows"
