package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

// messages cuts a stream of chunks into IPC messages. It is an [ipc.MessageReader].
type messages struct {
	next    func() ([]byte, error)
	rest    []byte
	current *ipc.Message
	ended   bool  // the stream's end marker was seen
	failed  error // what next or the framing failed with; arrow would wrap or hide it
}

var _ ipc.MessageReader = (*messages)(nil)

// Retain is not needed: a messages has one owner.
func (m *messages) Retain() {}

// Release lets go of the last message.
func (m *messages) Release() {
	if m.current != nil {
		m.current.Release()
		m.current = nil
	}
}

// Message gives the next message, valid until the next call, and io.EOF after the last one.
func (m *messages) Message() (*ipc.Message, error) {
	m.Release()
	message, err := m.read()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			m.failed = err
		}
		return nil, err
	}
	m.current = message
	return message, nil
}

// blame is the error to report for an error of ipc.Reader: ours where there is one.
func (m *messages) blame(err error) error {
	switch {
	case m.failed != nil:
		return m.failed
	case err == nil || errors.Is(err, io.EOF):
		return nil
	default:
		return &malformed{err.Error()}
	}
}

// continuation starts every message since Arrow 0.15.
const continuation = 0xFFFFFFFF

func (m *messages) read() (*ipc.Message, error) {
	head, err := m.take(8, true)
	if err != nil {
		return nil, err
	}
	if m.ended {
		return nil, &malformed{"data follows the end of the stream of rows"}
	}
	length := int(binary.LittleEndian.Uint32(head[4:]))
	switch {
	case binary.LittleEndian.Uint32(head) != continuation:
		return nil, &malformed{"the rows are no arrow ipc stream: a message does not start with the continuation marker"}
	case length == 0:
		m.ended = true
		return m.read()
	case length > protocol.MaxChunk:
		return nil, &malformed{fmt.Sprintf("a message has %d bytes of metadata, more than %d", length, protocol.MaxChunk)}
	}
	meta, err := m.take(length, false)
	if err != nil {
		return nil, err
	}
	size, err := measure(meta)
	if err != nil {
		return nil, err
	}
	body, err := m.take(size, false)
	if err != nil {
		return nil, err
	}
	return ipc.NewMessage(memory.NewBufferBytes(meta), memory.NewBufferBytes(aligned(body))), nil
}

// take gives the next n bytes, without copying them where one chunk holds them all. At the start of a message the end of
// the chunks is io.EOF.
func (m *messages) take(n int, start bool) ([]byte, error) {
	if len(m.rest) == 0 && n > 0 {
		if err := m.fill(start); err != nil {
			return nil, err
		}
	}
	if len(m.rest) >= n {
		out := m.rest[:n:n]
		m.rest = m.rest[n:]
		return out, nil
	}
	// The buffer grows with what arrives, not with what a message says of itself.
	out := append([]byte(nil), m.rest...)
	for m.rest = nil; len(out) < n; {
		if err := m.fill(false); err != nil {
			return nil, err
		}
		take := min(n-len(out), len(m.rest))
		out = append(out, m.rest[:take]...)
		m.rest = m.rest[take:]
	}
	return out, nil
}

func (m *messages) fill(start bool) error {
	chunk, err := m.next()
	switch {
	case err != nil && errors.Is(err, io.EOF) && !start:
		return &malformed{"the rows end in the middle of a message"}
	case err != nil:
		return err
	case len(chunk) == 0:
		return &malformed{"a chunk of rows is empty"}
	case len(chunk) > protocol.MaxChunk:
		return &malformed{fmt.Sprintf("a chunk of rows has %d bytes, more than %d", len(chunk), protocol.MaxChunk)}
	}
	m.rest = chunk
	return nil
}

// aligned gives data at an address that is a multiple of 8, as Arrow asks of buffers and engines in other languages rely
// on. A body that came in one chunk nearly always is.
func aligned(data []byte) []byte {
	if len(data) == 0 || uintptr(unsafe.Pointer(unsafe.SliceData(data)))%8 == 0 { //nolint:gosec // an address is looked at, nothing is read
		return data
	}
	return append(make([]byte, 0, len(data)), data...)
}
