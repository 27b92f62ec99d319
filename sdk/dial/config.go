package dial

import (
	"crypto/tls"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/internal/mtls"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
)

// Config is what a host wants of every call to a plugin. The zero value works.
type Config struct {
	// CallTimeout is the deadline of a call whose context has none. Opening a store may take longer by what
	// [storage.Options].Wait allows. Units and queries have no deadline but their context's. 0 sets none.
	CallTimeout time.Duration
	// Explain makes the error for a call that failed without an error of the plugin's: the process died, is stuck, or
	// speaks something else. call is such as "storage.WriteUnit". It may wait for the process to end. What it returns is
	// what the caller sees; nil means [TransportError.Coded] with the name "of unknown name".
	Explain func(call string, err *TransportError) error
	// Redactor learns the secrets that pass through the calls and removes them from errors. Give one to use it for other
	// texts too, such as the plugin's stderr; nil makes one that only the calls use.
	Redactor *Redactor
}

// Options are the limits and the interceptors of a connection, for the go-plugin client: 8 MiB a message each way, 64 KiB
// of headers a call, deadlines, errors decoded, secrets removed. go-plugin's own calls on the connection stay as they are.
func Options(cfg Config) []grpc.DialOption {
	client := wire.Client{CallTimeout: cfg.CallTimeout, Secrets: cfg.Redactor.wire()}
	client.Explain = func(call string, st *status.Status, problem string) error {
		failed := &TransportError{Call: call, Status: st, Problem: problem}
		if cfg.Explain == nil {
			return failed.Coded("of unknown name")
		}
		return cfg.Explain(call, failed)
	}
	return client.Options()
}

// MutualTLS makes the certificate by which a plugin knows its host, for one start: config is for the go-plugin client's
// TLSConfig, and env is the variable to add to the plugin's environment. It stands in for AutoMTLS, which takes 30 ms longer
// and which plugins in languages whose gRPC is built on BoringSSL (Python, C++, Ruby, PHP) cannot speak. The host must see to
// it that the handshake has a certificate; go-plugin takes it from there.
func MutualTLS() (config *tls.Config, env string, err error) {
	identity, err := mtls.NewIdentity()
	if err != nil {
		return nil, "", err
	}
	return identity.Client(), "PLUGIN_CLIENT_CERT=" + identity.PEM(), nil
}

// Redactor removes secrets from texts by their value. It is safe for concurrent use.
type Redactor struct{ secrets *wire.Redactor }

// NewRedactor makes a redactor that knows some secrets already. Texts of fewer than six bytes are never removed.
func NewRedactor(secrets ...string) *Redactor { return &Redactor{wire.NewRedactor(secrets...)} }

// Add makes further secrets known.
func (r *Redactor) Add(secrets ...string) { r.secrets.Add(secrets...) }

// Redact gives text with *** for every known secret, plain or in one of its common encodings.
func (r *Redactor) Redact(text string) string { return r.secrets.Redact(text) }

func (r *Redactor) wire() *wire.Redactor {
	if r == nil {
		return wire.NewRedactor()
	}
	return r.secrets
}
