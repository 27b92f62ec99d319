package mixpanel_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

const lines = `{"event":"A","properties":{"time":1767261600,"distinct_id":"a"}}
{"event":"B","properties":{"time":1767261601,"distinct_id":"b"}}
{"event":"C","properties":{"time":1767261602,"distinct_id":"c"}}
`

func zipped(t *testing.T, text string) string {
	t.Helper()
	var buffer bytes.Buffer
	zip := gzip.NewWriter(&buffer)
	if _, err := zip.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

// chunked writes a body in chunks of 40 bytes, with the chunk of length zero at the end.
func chunked(body string) string {
	var wire strings.Builder
	for len(body) > 0 {
		n := min(40, len(body))
		fmt.Fprintf(&wire, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	wire.WriteString("0\r\n\r\n")
	return wire.String()
}

// wireServer answers each connection with bytes and hangs up.
func wireServer(t *testing.T, wire func() string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			buffer := make([]byte, 4096)
			_, _ = connection.Read(buffer) // the request fits
			_, _ = io.WriteString(connection, wire())
			_ = connection.Close()
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-done })
	return "http://" + listener.Addr().String()
}

func wireClient(t *testing.T, wire func() string) *mixpanel.Client {
	t.Helper()
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		BaseURL: wireServer(t, wire), Retry: mixpanel.Retry{Times: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func TestABodyCutAnywhereIsNeverWhole(t *testing.T) {
	zip := zipped(t, lines)
	for name, test := range map[string]struct{ head, body string }{
		"gzip in chunks":     {"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(zip)},
		"gzip with length":   {fmt.Sprintf("Content-Length: %d\r\nContent-Encoding: gzip\r\n", len(zip)), zip},
		"gzip until the end": {"Content-Encoding: gzip\r\n", zip},
		"plain in chunks":    {"Transfer-Encoding: chunked\r\n", chunked(lines)},
		"plain with length":  {fmt.Sprintf("Content-Length: %d\r\n", len(lines)), lines},
	} {
		cut := 0
		client := wireClient(t, func() string { return "HTTP/1.1 200 OK\r\n" + test.head + "\r\n" + test.body[:cut] })
		for ; cut < len(test.body); cut++ {
			_, err := read(t, client, week)
			if truncated, ok := errors.AsType[*mperr.ExportTruncated](err); !ok {
				t.Errorf("%s cut at %d of %d: %v", name, cut, len(test.body), err)
			} else if truncated.FromDate != "2026-01-01" || truncated.ToDate != "2026-01-07" || truncated.Reason == "" {
				t.Errorf("%s cut at %d: %+v", name, cut, truncated)
			}
		}
		if text, err := read(t, client, week); err != nil || text != lines {
			t.Errorf("%s whole: %q, %v", name, text, err)
		}
	}
}

func TestAPlainBodyOfUnknownLengthProvesNothing(t *testing.T) {
	client := wireClient(t, func() string { return "HTTP/1.1 200 OK\r\n\r\n" + lines })
	if _, err := read(t, client, week); mperr.CodeOf(err) != "EXPORT_TRUNCATED" {
		t.Errorf("Export = %v", err)
	}
}

func TestDamagedGzipIsTruncated(t *testing.T) {
	zip := zipped(t, lines)
	for at := range len(zip) {
		if at >= 3 && at < 10 {
			continue // flags, time and system of the header: they do not touch the content, or are refused
		}
		damaged := []byte(zip)
		damaged[at] ^= 0x55
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(damaged)
		}, mixpanel.Config{})
		if text, err := read(t, client, week); mperr.CodeOf(err) != "EXPORT_TRUNCATED" {
			t.Fatalf("byte %d flipped: %q, %v", at, text, err)
		}
	}
}

func TestWholeBodiesOfEveryFormAreRead(t *testing.T) {
	for name, test := range map[string]struct{ body, want, encoding string }{
		"empty":                {"", "", ""},
		"plain":                {lines, lines, ""},
		"gzip":                 {zipped(t, lines), lines, "gzip"},
		"gzip of nothing":      {zipped(t, ""), "", "gzip"},
		"two gzip members":     {zipped(t, lines[:70]) + zipped(t, lines[70:]), lines, "gzip"},
		"no last line end":     {strings.TrimSpace(lines), strings.TrimSpace(lines), ""},
		"encoding in capitals": {zipped(t, lines), lines, "GZIP"},
	} {
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
			if test.encoding != "" {
				w.Header().Set("Content-Encoding", test.encoding)
			}
			_, _ = w.Write([]byte(test.body))
		}, mixpanel.Config{})
		if text, err := read(t, client, week); err != nil || text != test.want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestGzipWithoutAnyByteIsTruncated(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "gzip") }, mixpanel.Config{})
	if _, err := read(t, client, week); mperr.CodeOf(err) != "EXPORT_TRUNCATED" {
		t.Errorf("Export = %v", err)
	}
}

func TestABodyThatMixpanelBreaksOffIsTruncated(t *testing.T) {
	long := strings.Repeat(lines, 200)
	for name, test := range map[string]struct{ body, says string }{
		"terminated":                {lines + "terminated early\n", "terminated early"},
		"export terminated":         {lines + "export terminated early", "terminated early"},
		"in brackets, in capitals":  {lines + "[Terminated Early]\n\n\n", "Terminated Early"},
		"after much":                {long + "terminated early\n", "terminated early"},
		"alone":                     {"terminated early", "terminated early"},
		"an error object":           {lines + `{"request":"/x?y","error":"Timeout Error."}` + "\n", "Timeout Error."},
		"nothing but an error":      {`{"error":"Query timed out"}`, "Query timed out"},
		"an error object, indented": {`  { "error" : { "message" : "deep" } }  `, "deep"},
	} {
		for _, compress := range []bool{false, true} {
			client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
				body := test.body
				if compress {
					w.Header().Set("Content-Encoding", "gzip")
					body = zipped(t, body)
				}
				_, _ = w.Write([]byte(body))
			}, mixpanel.Config{})
			_, err := read(t, client, week)
			truncated, ok := errors.AsType[*mperr.ExportTruncated](err)
			if !ok || !strings.Contains(truncated.Reason, test.says) || truncated.Bytes != int64(len(test.body)) {
				t.Errorf("%s: %#v", name, err)
			}
		}
	}
}

func TestOrdinaryLastLinesAreNoEarlyEnd(t *testing.T) {
	for _, line := range []string{
		"", "{}", "[]", "hello",
		`{"event":"terminated early","properties":{"error":"x"}}`,
		`{"properties":{"error":"terminated early"},"event":"A"}`,
		`{"event":"A","error":"x","properties":{}}`,
		`{"error":` + strings.Repeat(" ", 5000) + `1}`,
		strings.Repeat("x", 5000) + "terminated early",
	} {
		if reason, early := mixpanel.EarlyEnd([]byte(line)); early {
			t.Errorf("EarlyEnd(%.60q) = %q", line, reason)
		}
	}
}

func TestABodyCutOverHTTP2IsTruncated(t *testing.T) {
	whole := true
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("asked over %s", r.Proto)
		}
		_, _ = io.WriteString(w, lines)
		w.(http.Flusher).Flush()
		if !whole {
			panic(http.ErrAbortHandler)
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{BaseURL: server.URL, Transport: server.Client().Transport})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := read(t, client, week); err != nil || text != lines {
		t.Errorf("whole: %q, %v", text, err)
	}
	whole = false
	if _, err := read(t, client, week); mperr.CodeOf(err) != "EXPORT_TRUNCATED" {
		t.Errorf("cut: %v", err)
	}
}
