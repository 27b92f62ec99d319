package stdout

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

const line = "1|1|unix|/tmp/plugin123|grpc|MIIB\n"

func TestOnlyTheHandshakeGoesThrough(t *testing.T) {
	long := strings.Repeat("chatter without a line end ", 1000)
	for name, test := range map[string]struct{ in, host, others string }{
		"alone":             {line, line, ""},
		"after lines":       {"hello\nworld\n" + line, line, "hello\nworld\n"},
		"after half a line": {long + line, line, long},
		"before lines":      {line + "more\n", line, "more\n"},
		"twice":             {line + line, line, line},
		"over tcp":          {"1|1|tcp|127.0.0.1:1|grpc|\n", "1|1|tcp|127.0.0.1:1|grpc|\n", ""},
		"nothing":           {"", "", ""},
		"no handshake":      {"1|2|3\n1|1|", "", "1|2|3\n1|1|"},
		"cut off":           {"x1|1|unix|/tmp", "", "x1|1|unix|/tmp"},
		"almost":            {"1|1|1|1|unix|/a\n", "1|1|unix|/a\n", "1|1|"},
	} {
		t.Run(name, func(t *testing.T) {
			var host, others bytes.Buffer
			relay(strings.NewReader(test.in), &host, &others)
			if host.String() != test.host || others.String() != test.others {
				t.Errorf("at once: host %q, others %q", host.String(), others.String())
			}
			host.Reset()
			others.Reset()
			relay(iotest.OneByteReader(strings.NewReader(test.in)), &host, &others)
			if host.String() != test.host || others.String() != test.others {
				t.Errorf("byte by byte: host %q, others %q", host.String(), others.String())
			}
		})
	}
}

func TestCertificateIsAddedWhereThereIsNone(t *testing.T) {
	for in, want := range map[string]string{
		"1|1|unix|/a|grpc|\n":     "1|1|unix|/a|grpc|CERT\n",
		"1|1|unix|/a|grpc|MIIB\n": "1|1|unix|/a|grpc|MIIB\n",
	} {
		var host, others bytes.Buffer
		relay(strings.NewReader(in), &lineWriter{out: &host, certificate: "CERT"}, &others)
		if host.String() != want {
			t.Errorf("%q became %q", in, host.String())
		}
	}
}

// TestMain prints where a child's standard output goes, when it is told to.
func TestMain(m *testing.M) {
	if os.Getenv("MP_SDK_TEST_PRINT") == "" {
		os.Exit(m.Run())
	}
	_, _ = os.Stdout.WriteString("printed\n")
	if host != nil {
		_, _ = host.WriteString("for the host\n")
	}
}

func TestStandardOutputIsTakenOnlyInProcessesThatAHostStarted(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	credential, credentialValue := protocol.Cookie(protocol.Credential)
	storage, storageValue := protocol.Cookie(protocol.Storage)
	for name, test := range map[string]struct{ cookie, stdout, stderr string }{
		"no host":          {"X=1", "printed\n", ""},
		"a wrong cookie":   {storage + "=" + credentialValue, "printed\n", ""},
		"a credential one": {credential + "=" + credentialValue, "for the host\n", "printed\n"},
		"a storage one":    {storage + "=" + storageValue, "for the host\n", "printed\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			cmd := exec.Command(self)
			cmd.Env = []string{"MP_SDK_TEST_PRINT=1", test.cookie}
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			if stdout.String() != test.stdout || stderr.String() != test.stderr {
				t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
			}
		})
	}
}
