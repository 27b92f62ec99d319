package mpsim

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
)

// Members compresses the body as several gzip members, one behind the other,
// as a server does that concatenates files. Borders fall into lines. A body that
// is not compressed stays as it is.
type Members struct {
	// Bytes is how much of the uncompressed body a member holds.
	Bytes int `json:"bytes"`
	// Keep is how many members are sent before the body ends, properly; all if
	// zero.
	Keep int `json:"keep"`
}

// Answer implements Effect.
func (e Members) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), membersKey{}, e)))
}

func (e Members) check() error {
	if e.Bytes < 1 || e.Keep < 0 {
		return fmt.Errorf("%d members of %d bytes", e.Keep, e.Bytes)
	}
	return nil
}

// membersKey is the context key of the Members that a body is cut into.
type membersKey struct{}

// memberWriter compresses what is written through it in members.
type memberWriter struct {
	*gzip.Writer

	to      io.Writer
	members Members
	inside  int // bytes in the current member
	closed  int // members before it
}

// inMembers gives the writer of the compressed body: zipper, which writes to to,
// or what a fault puts around it.
func inMembers(ctx context.Context, zipper *gzip.Writer, to io.Writer) io.WriteCloser {
	if members, ok := ctx.Value(membersKey{}).(Members); ok {
		return &memberWriter{Writer: zipper, to: to, members: members}
	}
	return zipper
}

// Write implements io.Writer.
func (w *memberWriter) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		if w.inside == w.members.Bytes {
			if err := w.next(); err != nil {
				return written, err
			}
		}
		n, err := w.Writer.Write(p[written:min(len(p), written+w.members.Bytes-w.inside)])
		written += n
		w.inside += n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// next ends the current member and begins another, unless it was the last.
func (w *memberWriter) next() error {
	if w.members.Keep > 0 && w.closed+1 >= w.members.Keep {
		return errTerminated
	}
	if err := w.Close(); err != nil {
		return err
	}
	w.Reset(w.to)
	w.inside = 0
	w.closed++
	return nil
}
