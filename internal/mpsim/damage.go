package mpsim

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
)

// damageKey is the context key of what damages a body before it is compressed.
type damageKey struct{}

type damager func(io.WriteCloser) io.WriteCloser

// damage has the body of the answer pass through d, still uncompressed.
func damage(r *http.Request, d damager) *http.Request {
	outer := damagerOf(r.Context())
	return r.WithContext(context.WithValue(r.Context(), damageKey{}, damager(func(to io.WriteCloser) io.WriteCloser {
		return d(outer(to))
	})))
}

// damaged returns the writer that bytes for w have to go through.
func damaged(ctx context.Context, w io.WriteCloser) io.WriteCloser { return damagerOf(ctx)(w) }

func damagerOf(ctx context.Context) damager {
	if d, ok := ctx.Value(damageKey{}).(damager); ok {
		return d
	}
	return func(w io.WriteCloser) io.WriteCloser { return w }
}

var errTerminated = errors.New("the body was terminated early")

// lineWriter puts a text behind so many lines of what is written through it.
type lineWriter struct {
	to   io.WriteCloser
	left int // lines before the text; -1 when it is written
	text string
	last bool // nothing comes behind the text
}

// Write implements io.Writer.
func (w *lineWriter) Write(p []byte) (int, error) {
	before := w.before(p)
	if before < 0 {
		return w.to.Write(p)
	}
	if n, err := w.to.Write(p[:before]); err != nil {
		return n, err
	}
	if err := w.insert(); err != nil {
		return before, err
	}
	n, err := w.to.Write(p[before:])
	return before + n, err
}

// before returns where in p the text goes, -1 if not in p.
func (w *lineWriter) before(p []byte) int {
	if w.left < 0 {
		return -1
	}
	at := 0
	for w.left > 0 {
		end := bytes.IndexByte(p[at:], '\n')
		if end < 0 {
			return -1
		}
		at += end + 1
		w.left--
	}
	return at
}

func (w *lineWriter) insert() error {
	w.left = -1
	if _, err := w.to.Write([]byte(w.text)); err != nil {
		return err
	}
	if w.last {
		return errTerminated
	}
	return nil
}

// Close implements io.Closer.
func (w *lineWriter) Close() error {
	if w.left >= 0 {
		// errTerminated is no error here, and another one comes again below.
		_ = w.insert()
	}
	return w.to.Close()
}
