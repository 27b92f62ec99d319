package plugin

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// The handshake is the first line that a plugin writes on stdout:
//
//	CORE-PROTOCOL|PROTOCOL|NETWORK|ADDRESS|grpc|CERTIFICATE
//
// go-plugin reads it too, but its errors are sentences that change between releases, and it takes any address and goes
// on without a certificate. So the line is judged here first, and go-plugin sees only lines that passed.
const (
	coreProtocol = 1
	// maxHandshake is several times what a line with a P-521 certificate takes.
	maxHandshake = 16 << 10
	// printed is how much of what came in place of the handshake is shown.
	printed = 200
)

// greeting is what a handshake is judged by.
type greeting struct {
	kind Kind
	// dir is where the socket must be.
	dir    string
	redact *redactor
}

// check gives the fault of a handshake line, nil for a good one.
func (g greeting) check(line string) *fault {
	parts := strings.Split(strings.TrimSpace(line), "|")
	core, err := strconv.Atoi(parts[0])
	if err != nil || len(parts) < 5 {
		return unusable("it printed something else than the handshake on stdout: "+g.quote(line),
			"a plugin must not write to stdout before sdk.Serve; tell its author to write to stderr", nil)
	}
	if core != coreProtocol {
		return mismatch(fmt.Sprintf("it speaks go-plugin's core protocol %d, not %d", core, coreProtocol),
			"install a plugin built with this mp's SDK")
	}
	protocol, err := strconv.Atoi(parts[1])
	if err != nil {
		return mismatch("its handshake has "+g.quote(parts[1])+" in place of a protocol version",
			"install a plugin built with this mp's SDK")
	}
	if !slices.Contains(protocols(g.kind), protocol) {
		return wrongProtocol(g.kind, protocol)
	}
	if parts[4] != "grpc" {
		return mismatch("it speaks "+g.quote(parts[4])+", not grpc", "tell the plugin's author to serve gRPC")
	}
	if f := g.checkAddress(parts[2], parts[3]); f != nil {
		return f
	}
	if len(parts) < 6 {
		parts = append(parts, "")
	}
	return checkCertificate(parts[5])
}

// checkAddress lets mp connect nowhere but to a socket in the private folder: a plugin could name another program's.
// Windows plugins of go-plugin listen on a loopback port.
func (g greeting) checkAddress(network, address string) *fault {
	const fix = "tell the plugin's author to listen in the folder of PLUGIN_UNIX_SOCKET_DIR, as sdk.Serve does"
	if runtime.GOOS == "windows" {
		host, _, err := net.SplitHostPort(address)
		if ip := net.ParseIP(host); network != "tcp" || err != nil || ip == nil || !ip.IsLoopback() {
			return mismatch("it listens at "+g.quote(network+" "+address)+", not on the loopback",
				"tell the plugin's author to listen on 127.0.0.1")
		}
		return nil
	}
	if network != "unix" {
		return mismatch("it listens at "+g.quote(network+" "+address)+", not on a unix socket", fix)
	}
	if filepath.Dir(address) != g.dir {
		return mismatch("its socket "+g.quote(address)+" is outside its private folder", fix)
	}
	info, err := os.Lstat(address)
	if err != nil || info.Mode().Type() != os.ModeSocket {
		return mismatch("there is no socket at the address "+g.quote(address)+" that it gave", fix)
	}
	return nil
}

// checkCertificate refuses a plugin without one: go-plugin would then fail at the first call, with a sentence about TLS.
func checkCertificate(text string) *fault {
	const fix = "tell the plugin's author to answer PLUGIN_CLIENT_CERT with a certificate, as sdk.Serve does"
	if text == "" {
		return mismatch("it gave no certificate, so that anybody could speak in its place", fix)
	}
	der, err := base64.RawStdEncoding.DecodeString(text)
	if err == nil {
		_, err = x509.ParseCertificate(der)
	}
	if err != nil {
		return mismatch("the certificate in its handshake cannot be read", fix)
	}
	return nil
}

// quote shows what a stranger wrote, without secrets.
func (g greeting) quote(text string) string {
	hide := g.redact.hide
	if len(text) >= maxHandshake {
		hide = g.redact.hideCut
	}
	return strconv.Quote(clip(hide(clean(text)), printed))
}
