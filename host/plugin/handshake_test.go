//go:build unix

package plugin

import (
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// greeted gives a greeting, a socket that satisfies it, and a certificate.
func greeted(t testing.TB) (g greeting, socket, cert string) {
	t.Helper()
	dir := shortDir(t)
	socket = filepath.Join(dir, "s")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return greeting{kind: Credential, dir: dir, redact: newRedactor([]string{"canary-7d"})}, socket, certificate()
}

func TestHandshakeIsTakenWhereEverythingIsInPlace(t *testing.T) {
	g, socket, cert := greeted(t)
	for _, line := range []string{"1|1|unix|" + socket + "|grpc|" + cert + "\n", "1|1|unix|" + socket + "|grpc|" + cert + "|true\r\n"} {
		if f := g.check(line); f != nil {
			t.Errorf("%.40q: %v", line, f)
		}
	}
}

func TestHandshakeFaultsAreToldApart(t *testing.T) {
	g, socket, cert := greeted(t)
	file := filepath.Join(g.dir, "file")
	put(t, file, "x", 0o600)
	for _, c := range []struct{ name, line, problem string }{
		{"empty line", "\n", `printed something else than the handshake on stdout: ""`},
		{"words", "hello \x1b[31mworld\n", `on stdout: "hello world"`},
		{"long", strings.Repeat("x", maxHandshake), strings.Repeat("x", printed) + `…"`},
		{"secret", strings.Repeat("y", printed-5) + "canary-7d", `yyy***"`},
		{"words with bars", "a|b|c|d|e|f", `on stdout: "a|b|c|d|e|f"`},
		{"other core", "2|1|unix|" + socket + "|grpc|" + cert, "core protocol 2"},
		{"newer protocol", "1|2|unix|" + socket + "|grpc|" + cert, "speaks protocol 2, and this mp speaks 1"},
		{"no number", "1|x|unix|" + socket + "|grpc|" + cert, `has "x" in place of a protocol version`},
		{"netrpc", "1|1|unix|" + socket + "|netrpc|" + cert, `speaks "netrpc", not grpc`},
		{"tcp", "1|1|tcp|127.0.0.1:9|grpc|" + cert, `listens at "tcp 127.0.0.1:9", not on a unix socket`},
		{"socket elsewhere", "1|1|unix|/var/run/docker.sock|grpc|" + cert, "outside its private folder"},
		{"socket by detour", "1|1|unix|" + g.dir + "/../" + filepath.Base(g.dir) + "x/s|grpc|" + cert, "outside its private folder"},
		{"no socket", "1|1|unix|" + g.dir + "/none|grpc|" + cert, "no socket at the address"},
		{"a file", "1|1|unix|" + file + "|grpc|" + cert, "no socket at the address"},
		{"no certificate", "1|1|unix|" + socket + "|grpc|", "gave no certificate"},
		{"no field for one", "1|1|unix|" + socket + "|grpc", "gave no certificate"},
		{"bad base64", "1|1|unix|" + socket + "|grpc|!!!", "certificate in its handshake cannot be read"},
		{"cut certificate", "1|1|unix|" + socket + "|grpc|" + cert[:80], "certificate in its handshake cannot be read"},
	} {
		f := g.check(c.line)
		if f == nil || !strings.Contains(f.problem, c.problem) || f.fix == "" {
			t.Errorf("%s: got %+v, want %q", c.name, f, c.problem)
		}
	}
}

func FuzzHandshake(f *testing.F) {
	g, socket, cert := greeted(f)
	f.Add("1|1|unix|" + socket + "|grpc|" + cert)
	f.Add("1|1|unix|" + g.dir + "/../x|grpc|" + cert)
	f.Add("hello|\x1b]0;")
	f.Fuzz(func(t *testing.T, line string) {
		problem := g.check(line)
		if problem == nil {
			if !strings.Contains(line, g.dir) {
				t.Errorf("%q passed without the private folder", line)
			}
			return
		}
		if problem.problem != clean(problem.problem) || len(problem.problem) > 8*printed {
			t.Errorf("%q gave the problem %q", line, problem.problem)
		}
	})
}
