package plugin

import (
	"context"
	"log/slog"
	"runtime"
	"slices"
	"strings"
)

// environ is everything a process sees: the variables its manifest names where they are set, the private folder, and
// what go-plugin tells it. Later ones win, so that a manifest cannot take over the connection's own.
func environ(m Manifest, lookup func(string) (string, bool), connection []string, sockets, work, level string) []string {
	var env []string
	for _, name := range slices.Concat(m.Env, m.SecretEnv) {
		if value, ok := lookup(name); ok {
			env = append(env, name+"="+value)
		}
	}
	temp := []string{"TMPDIR"}
	if runtime.GOOS == "windows" {
		temp = []string{"TMP", "TEMP"}
	}
	for _, name := range temp {
		env = append(env, name+"="+work)
	}
	env = append(env, levelEnv+"="+level)
	for _, pair := range connection {
		if !strings.HasPrefix(pair, socketDirEnv+"=") {
			env = append(env, pair)
		}
	}
	return append(env, socketDirEnv+"="+sockets)
}

// socketDirEnv tells a plugin where its socket belongs. go-plugin sets it to a folder with a longer path.
const socketDirEnv = "PLUGIN_UNIX_SOCKET_DIR"

// levelEnv tells a plugin from which level on its log is wanted; see sdk.Serve.
const levelEnv = "MP_PLUGIN_LOG"

// levelFor is the level that log wants, but at least info: what a plugin said last belongs to the evidence.
func levelFor(log *slog.Logger) string {
	switch ctx := context.Background(); {
	case log.Enabled(ctx, levelTrace):
		return "trace"
	case log.Enabled(ctx, slog.LevelDebug):
		return "debug"
	default:
		return "info"
	}
}

// secrets are the values that the process sees and nobody else may.
func secrets(m Manifest, lookup func(string) (string, bool)) []string {
	var values []string
	for _, name := range m.secretNames() {
		if value, ok := lookup(name); ok {
			values = append(values, value)
		}
	}
	return values
}
