// Package stdout keeps a plugin's standard output for the handshake.
//
// The first line that a plugin writes to standard output is its handshake, and any other text there makes the host
// refuse it: one fmt.Println in some library would do. So this package takes file descriptor 1 away, puts standard error
// in its place, and lets nothing through to the real one but the handshake.
//
// It does so when it is initialised, in processes that a host started and in no others. It imports next to nothing, as Go
// initialises packages in the order of their imports: only packages that import neither this one nor much else can still
// print before it.
package stdout

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

// host is the real standard output; nil where no host started this process, or where it could not be taken.
var host = takeFromHost()

func takeFromHost() *os.File {
	for _, kind := range []protocol.Kind{protocol.Credential, protocol.Storage} {
		if key, value := protocol.Cookie(kind); os.Getenv(key) == value {
			return take()
		}
	}
	return nil
}

// Taken says whether a host started this process and its standard output was taken.
func Taken() bool { return host != nil }

// RelayHandshake lets go-plugin print its handshake, and nobody else: os.Stdout becomes a pipe, of which the handshake goes
// to the real standard output, with certificate at its end where go-plugin gave none, and all other text to standard
// error. It does nothing where standard output was not taken. The goroutine ends with the process, or when go-plugin
// has put its own pipe in place of ours and nobody holds ours any more.
func RelayHandshake(certificate string) error {
	if host == nil {
		return nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	os.Stdout = write
	go relay(read, &lineWriter{out: host, certificate: certificate}, os.Stderr)
	return nil
}

// relay copies the first handshake in from to host, and everything else to others. A text without a line end may stand
// before the handshake, and reads may cut both anywhere.
func relay(from io.Reader, host, others io.Writer) {
	var pending []byte
	for chunk := make([]byte, 4096); host != nil; {
		n, err := from.Read(chunk)
		pending = append(pending, chunk[:n]...)
		begin, end := handshake(pending)
		_, _ = others.Write(pending[:begin])
		pending = pending[begin:]
		if end > 0 {
			_, _ = host.Write(pending[:end-begin])
			pending, host = pending[end-begin:], nil
		}
		if err != nil {
			break
		}
	}
	_, _ = others.Write(pending)
	_, _ = io.Copy(others, from)
}

// lineWriter writes the handshake.
type lineWriter struct {
	out         io.Writer
	certificate string
}

// Write adds the certificate to line, whose last field is empty where go-plugin was given a certificate and did not make
// one.
func (w *lineWriter) Write(line []byte) (int, error) {
	text := string(line)
	if bare, empty := strings.CutSuffix(text, "|\n"); empty {
		text = bare + "|" + w.certificate + "\n"
	}
	if _, err := io.WriteString(w.out, text); err != nil {
		return 0, err
	}
	return len(line), nil
}

// marks are how go-plugin's line begins: core version, protocol version, network.
var marks = [][]byte{[]byte("1|1|unix|"), []byte("1|1|tcp|")}

// handshake says where the handshake begins in text, and where it ends: 0 where its end has not come yet. Where it is not
// there at all, what follows begin may be the start of one.
func handshake(text []byte) (begin, end int) {
	for _, mark := range marks {
		at := bytes.Index(text, mark)
		if at < 0 {
			continue
		}
		if length := bytes.IndexByte(text[at:], '\n'); length >= 0 {
			return at, at + length + 1
		}
		return at, 0
	}
	return max(0, len(text)-len(marks[0])+1), 0
}
