package plugin

import (
	"bytes"
	"sync"
)

// lines cuts a stream into lines for a journal. It holds maxLine bytes at most: of a longer line the rest is dropped.
// It is safe for concurrent use.
type lines struct {
	journal *journal

	mu   sync.Mutex
	line []byte
	// cut: the line went beyond maxLine.
	cut bool
}

// Write takes the next bytes of the stream. It never fails.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(p)
	for {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			l.add(p)
			return n, nil
		}
		l.add(p[:end])
		l.emit()
		p = p[end+1:]
	}
}

// Close passes on a last line without an end. The stream may be written again afterwards.
func (l *lines) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.emit()
	return nil
}

func (l *lines) add(p []byte) {
	room := maxLine - len(l.line)
	if len(p) > room {
		p, l.cut = p[:room], true
	}
	l.line = append(l.line, p...)
}

func (l *lines) emit() {
	if len(l.line) > 0 {
		l.journal.line(string(l.line), l.cut)
	}
	l.line, l.cut = l.line[:0], false
}
