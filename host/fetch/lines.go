package fetch

import (
	"bytes"
	"io"
)

// Sizes of the line buffer.
const (
	// firstBuffer holds some hundred lines of usual length.
	firstBuffer = 256 << 10
	// maxLine bounds memory. Mixpanel takes events of up to a megabyte.
	maxLine = 16 << 20
)

// lines splits a body at '\n' bytes and nowhere else: strings may hold any other line end of Unicode.
type lines struct {
	from io.Reader
	buf  []byte
	// start..end is what was read and not given out; offset is where start lies in the body.
	start, end int
	offset     int64
	err        error
}

func newLines(from io.Reader) *lines { return &lines{from: from, buf: make([]byte, firstBuffer)} }

// line is one line of a body, valid until the next is asked for.
type line struct {
	// text is without its '\n'; of a line that is too long it is the beginning.
	text    []byte
	offset  int64
	tooLong bool
	// unended says that the body ended without a '\n' after the line.
	unended bool
}

// next gives the next line, the last one also without a '\n'; then the reader's own error. A part of a line before any
// other error than io.EOF is not given out.
func (l *lines) next() (line, error) {
	searched := l.start
	for {
		if at := bytes.IndexByte(l.buf[searched:l.end], '\n'); at >= 0 {
			return l.take(searched+at, 1), nil
		}
		searched = l.end
		switch {
		case l.err == io.EOF && l.end > l.start:
			return l.take(l.end, 0), nil
		case l.err != nil:
			return line{}, l.err
		case l.end-l.start >= maxLine:
			return l.takeStart()
		}
		searched -= l.makeRoom()
		l.fill()
	}
}

// take gives out the buffer up to end and passes over the line end.
func (l *lines) take(end, lineEnd int) line {
	taken := line{text: l.buf[l.start:end], offset: l.offset, unended: lineEnd == 0}
	l.offset += int64(end + lineEnd - l.start)
	l.start = end + lineEnd
	return taken
}

// takeStart gives out the beginning of a line that is too long and passes over the rest.
func (l *lines) takeStart() (line, error) {
	taken := line{text: bytes.Clone(l.buf[l.start : l.start+maxStart]), offset: l.offset, tooLong: true}
	for {
		if at := bytes.IndexByte(l.buf[l.start:l.end], '\n'); at >= 0 {
			l.take(l.start+at, 1)
			return taken, nil
		}
		l.take(l.end, 0)
		if l.err == io.EOF {
			return taken, nil
		}
		if l.err != nil {
			return line{}, l.err
		}
		l.makeRoom()
		l.fill()
	}
}

// makeRoom makes sure that something can be read, and says by how much what is buffered moved to the front.
func (l *lines) makeRoom() (moved int) {
	if l.start > 0 {
		moved = l.start
		copy(l.buf, l.buf[l.start:l.end])
		l.start, l.end = 0, l.end-moved
	}
	if l.end == len(l.buf) {
		grown := make([]byte, 2*len(l.buf))
		copy(grown, l.buf[:l.end])
		l.buf = grown
	}
	return moved
}

func (l *lines) fill() {
	var n int
	n, l.err = l.from.Read(l.buf[l.end:])
	l.end += n
}
