package mtls

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net"
	"testing"
)

// identity makes one.
func identity(t *testing.T) Identity {
	t.Helper()
	made, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// trusting is a host's configuration after it has read the handshake of plugin.
func trusting(t *testing.T, host, plugin Identity) *tls.Config {
	t.Helper()
	der, err := base64.RawStdEncoding.DecodeString(plugin.Base64())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	config := host.Client()
	config.RootCAs = x509.NewCertPool()
	config.RootCAs.AddCert(certificate)
	return config
}

// meet shakes hands and gives what each side says to it.
func meet(client, server *tls.Config) (clientErr, serverErr error) {
	a, b := net.Pipe()
	served := make(chan error, 1)
	go func() {
		conn := tls.Server(b, server)
		err := conn.Handshake()
		if err == nil {
			_, err = conn.Write([]byte("x")) // in TLS 1.3 the client learns of a refusal from its first read
		}
		_ = b.Close()
		served <- err
	}()
	conn := tls.Client(a, client)
	_, clientErr = conn.Read(make([]byte, 1))
	_ = a.Close()
	return clientErr, <-served
}

func TestHostAndPluginKnowEachOtherAndNobodyElse(t *testing.T) {
	host, plugin, other := identity(t), identity(t), identity(t)
	server, err := plugin.Server(host.PEM())
	if err != nil {
		t.Fatal(err)
	}
	if clientErr, serverErr := meet(trusting(t, host, plugin), server); clientErr != nil || serverErr != nil {
		t.Errorf("host and plugin: %v, %v", clientErr, serverErr)
	}
	if _, serverErr := meet(trusting(t, other, plugin), server); serverErr == nil {
		t.Error("the plugin lets in another host")
	}
	anonymous := trusting(t, host, plugin)
	anonymous.Certificates = nil
	if _, serverErr := meet(anonymous, server); serverErr == nil {
		t.Error("the plugin lets in a host without a certificate")
	}
	if clientErr, _ := meet(trusting(t, host, other), server); clientErr == nil {
		t.Error("the host takes another plugin for its own")
	}
}

func TestHostsCertificateThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := identity(t).Server(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
