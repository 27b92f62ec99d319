package plugin

import (
	"runtime"
	"slices"
	"strings"
)

// environ is everything a process sees: the variables its manifest names where they are set, the private folder, and
// what go-plugin tells it. Later ones win, so that a manifest cannot take over the connection's own.
func environ(m Manifest, lookup func(string) (string, bool), connection []string, sockets, work string) []string {
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
	for _, pair := range connection {
		if !strings.HasPrefix(pair, socketDirEnv+"=") {
			env = append(env, pair)
		}
	}
	return append(env, socketDirEnv+"="+sockets)
}

// socketDirEnv tells a plugin where its socket belongs. go-plugin sets it to a folder with a longer path.
const socketDirEnv = "PLUGIN_UNIX_SOCKET_DIR"

// secrets are the values that the process sees and nobody else may.
func secrets(m Manifest, lookup func(string) (string, bool)) []string {
	var values []string
	for _, name := range m.SecretEnv {
		if value, ok := lookup(name); ok {
			values = append(values, value)
		}
	}
	return values
}
