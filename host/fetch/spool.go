package fetch

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/s2"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// spool keeps lines in a temporary file, compressed, until all of them are known to be right. It is written and then read,
// by one goroutine at a time. On systems that let an open file lose its name it does so at once, and the system frees it
// with the process however that ends.
type spool struct {
	file   *os.File
	writer *s2.Writer
	named  bool // the file has its name still, which is then close's to remove
}

func newSpool(dir string) (*spool, error) {
	file, err := os.CreateTemp(dir, "mp-stream-*")
	if err != nil {
		return nil, spoolFailed(err)
	}
	named := os.Remove(file.Name()) != nil
	return &spool{file: file, writer: s2.NewWriter(file, s2.WriterConcurrency(1)), named: named}, nil
}

// write appends a line, which has no line end.
func (s *spool) write(line []byte) error {
	if _, err := s.writer.Write(line); err != nil {
		return spoolFailed(err)
	}
	if _, err := s.writer.Write(lineEnd); err != nil {
		return spoolFailed(err)
	}
	return nil
}

var lineEnd = []byte{'\n'}

// lines goes to the beginning and gives the lines, each valid until the next. It stops where each says no.
func (s *spool) lines(each func(line []byte) bool) error {
	if err := s.writer.Close(); err != nil {
		return spoolFailed(err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return spoolFailed(err)
	}
	for lines := newLines(bufio.NewReader(s2.NewReader(s.file))); ; {
		line, err := lines.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return spoolFailed(err)
		}
		if !each(line.text) {
			return nil
		}
	}
}

// close lets go of the file. A spool that is nil has none.
func (s *spool) close() {
	if s == nil {
		return
	}
	_ = s.writer.Close()
	_ = s.file.Close()
	if s.named {
		_ = os.Remove(s.file.Name())
	}
}

func spoolFailed(err error) error {
	failed := &mperr.StorageFailed{
		Message: "what is to be printed cannot be put aside: " + err.Error(), Fix: "make room in the folder for temporary files, or set TMPDIR", Cause: err,
	}
	if at, ok := errors.AsType[*os.PathError](err); ok {
		failed.Path = at.Path
	}
	return failed
}
