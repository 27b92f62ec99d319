package mpsim

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// gzipAbove is the size from which Mixpanel compresses a body if the client
// takes it so.
const gzipAbove = 1400

// body is the body of an answer of status 200. Nothing is sent, the status
// neither, before it is longer than gzipAbove or closed.
type body struct {
	server *Server
	w      http.ResponseWriter
	zip    bool // compress if it grows long enough
	plain  io.WriteCloser
	held   []byte
	zipper *gzip.Writer
	zipped io.WriteCloser  // zipper, or what a fault puts around it
	ctx    context.Context //nolint:containedctx // the request's, as Write has none
	out    *bufio.Writer   // before w: compress/gzip writes some hundred bytes at a time
	begun  bool
}

func (s *Server) newBody(w http.ResponseWriter, r *http.Request, contentType string) *body {
	w.Header().Set("Content-Type", contentType)
	b := &body{server: s, w: w, zip: takesGzip(r.Header.Get("Accept-Encoding")), ctx: r.Context()}
	b.plain = damaged(r.Context(), sink{b})
	return b
}

// writeBody answers with JSON of any size. Its error is the client's going away,
// about which there is nothing to do.
func (s *Server) writeBody(w http.ResponseWriter, r *http.Request, value any) {
	b := s.newBody(w, r, "application/json")
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) //nolint:errchkjson // see above
	_ = b.Close()
}

// Write takes bytes of the uncompressed body. After an error no more can be
// sent; Close must be called all the same.
func (b *body) Write(p []byte) (int, error) { return b.plain.Write(p) }

// Close sends what is left.
func (b *body) Close() error { return b.plain.Close() }

// sink is where the bytes of a body arrive that faults have been at.
type sink struct{ *body }

func (b sink) Write(p []byte) (int, error) {
	if !b.begun {
		b.held = append(b.held, p...)
		if len(b.held) <= gzipAbove {
			return len(p), nil
		}
		if err := b.begin(); err != nil {
			return 0, err
		}
		return len(p), nil
	}
	return b.write(p)
}

func (b sink) write(p []byte) (int, error) {
	if b.zipper != nil {
		return b.zipped.Write(p)
	}
	return b.out.Write(p)
}

// begin sends what was held back, compressed from now on if it is to be.
func (b sink) begin() error {
	b.begun = true
	held := b.held
	b.held = nil
	b.out = bufio.NewWriterSize(b.w, chunk)
	if b.zip && len(held) > gzipAbove {
		b.w.Header().Set("Content-Encoding", "gzip")
		b.zipper = b.server.gzips.Get().(*gzip.Writer)
		b.zipper.Reset(b.out)
		b.zipped = inMembers(b.ctx, b.zipper, b.out)
	}
	b.w.WriteHeader(http.StatusOK)
	_, err := b.write(held)
	return err
}

func (b sink) Close() error {
	if !b.begun {
		if err := b.begin(); err != nil {
			return err
		}
	}
	if b.zipper != nil {
		err := b.zipped.Close()
		b.zipper.Reset(nil)
		b.server.gzips.Put(b.zipper)
		b.zipper = nil
		if err != nil {
			return err
		}
	}
	return b.out.Flush()
}

// takesGzip reads an Accept-Encoding header.
func takesGzip(header string) bool {
	for entry := range strings.SplitSeq(header, ",") {
		coding, quality, _ := strings.Cut(entry, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(quality), "q="), 64)
			return err != nil || q > 0
		}
	}
	return false
}
