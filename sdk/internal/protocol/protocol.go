// Package protocol holds the words and numbers that both ends of the wire must agree on. docs/protocol.md explains them.
package protocol

// Version is the major version of the protocol: package mp.plugin.v1. Additions do not change it.
const Version = 1

// Plugin is the name under which go-plugin knows the one thing that a process serves.
const Plugin = "mp"

// Domain marks the google.rpc.ErrorInfo of an error of mp.
const Domain = "mixpanel-data"

// Limits of the wire, in bytes unless said otherwise.
const (
	// MaxMessage bounds one gRPC message in each direction. It leaves room above MaxChunk for everything around it.
	MaxMessage = 8 << 20
	// MaxChunk bounds the Arrow data in one message.
	MaxChunk = 4 << 20
	// MaxBatch bounds one Arrow IPC message, put together from its chunks: one row must fit.
	MaxBatch = 64 << 20
	// MaxBatchRows bounds the rows of one record batch, as a column without buffers could claim any number.
	MaxBatchRows = 1 << 20
	// MaxHeaderList bounds the headers and trailers of one call. A larger trailer fails its call and no other.
	MaxHeaderList = 64 << 10
	// MaxStatus bounds an error: as base64 beside its text it stays below the 8 KiB of headers that common gRPC
	// implementations accept.
	MaxStatus = 4 << 10
)

// Kind says which service a plugin serves beside PluginService.
type Kind string

// The kinds of plugin.
const (
	Credential Kind = "credential"
	Storage    Kind = "storage"
)

// Cookie is the environment variable, and its value, that tells a plugin that a host started it. Each kind has its own,
// so that a storage plugin is not started as a credential plugin by mistake. It guards against accidents only.
func Cookie(kind Kind) (key, value string) {
	switch kind {
	case Credential:
		return "MP_CREDENTIAL_PLUGIN", "5f0f6c5e-mixpanel-data-credential"
	default:
		return "MP_STORAGE_PLUGIN", "b1c7d2a4-mixpanel-data-storage"
	}
}

// Binary is the file name of a plugin: mp-storage-duckdb.
func Binary(kind Kind, name string) string { return "mp-" + string(kind) + "-" + name }
