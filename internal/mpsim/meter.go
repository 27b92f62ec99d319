package mpsim

import "net/http"

// meter notes what is sent through a ResponseWriter.
type meter struct {
	http.ResponseWriter

	entry *entry
}

// WriteHeader implements http.ResponseWriter.
func (m meter) WriteHeader(status int) {
	m.entry.status.CompareAndSwap(0, int32(status))
	m.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (m meter) Write(p []byte) (int, error) {
	m.entry.status.CompareAndSwap(0, http.StatusOK)
	n, err := m.ResponseWriter.Write(p)
	m.entry.bytes.Add(int64(n))
	return n, err
}

// Unwrap lets http.ResponseController flush and hijack.
func (m meter) Unwrap() http.ResponseWriter { return m.ResponseWriter }
