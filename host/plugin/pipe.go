package plugin

import (
	"errors"
	"io"
	"os"
)

// pipe is what a process writes to. When its deadline has passed it ends with what lies in it: whoever holds it open then
// is not the process any more. A deadline of its own would lose that: on a busy machine it may pass before anybody reads.
type pipe struct {
	file *os.File
	// over says that the deadline has passed; left is how much is read then, at most.
	over bool
	left int
}

// maxInPipe is the most that a pipe holds; Linux lets a process ask for that much.
const maxInPipe = 1 << 20

func newPipe(file *os.File) *pipe { return &pipe{file: file, left: maxInPipe} }

// Read reads what the process writes, as [io.Reader] says.
func (p *pipe) Read(into []byte) (int, error) {
	if !p.over {
		n, err := p.file.Read(into)
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, err
		}
		p.over = true
	}
	n := readNow(p.file, into[:min(len(into), p.left)])
	p.left -= n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
