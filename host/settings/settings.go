// Package settings reads what the host needs from the user's configuration file: which plugins to use, and their
// settings. Accounts in the same file belong to the credential-file plugin, and tables of other tools to them.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// The plugins that are used where the file does not say otherwise.
var (
	defaultCredentials = []string{"env", "file"}
	defaultStorage     = "duckdb"
)

// Settings are the host's part of the configuration file.
type Settings struct {
	// Path is the file that was read, or would be.
	Path string
	// Credentials are the credential plugins in the order they are asked.
	Credentials []string
	// Storage is the storage plugin.
	Storage string
	// Plugins has the settings of a plugin by its name. Only the storage plugin is given its own.
	Plugins map[string]map[string]string
	// Unknown are the keys of [plugins] that mean nothing here, in alphabetical order.
	Unknown []string
}

// PathVariable names the environment variable that moves the configuration file.
const PathVariable = "MP_CONFIG_PATH"

// Path is where the configuration file is, as an absolute path: MP_CONFIG_PATH, else .mp/config.toml in the home folder. A
// leading ~/ that no shell has expanded is the given home too; without one it stays.
func Path(home string, lookupEnv func(string) (string, bool)) string {
	path, _ := lookupEnv(PathVariable)
	if path == "" {
		path = filepath.Join(home, ".mp", "config.toml")
	} else if rest, ok := InHome(path); ok && home != "" {
		path = filepath.Join(home, rest)
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// InHome gives what follows the ~/ of a path; ok is false where it does not begin so.
func InHome(path string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(path, "~/"); ok {
		return rest, true
	}
	return strings.CutPrefix(path, "~"+string(filepath.Separator))
}

// file is the shape of the host's part:
//
//	[plugins]
//	credentials = ["env", "file"]
//	storage = "duckdb"
//
//	[plugins.settings.duckdb]
//	memory_limit = "2GB"
type file struct {
	Plugins struct {
		Credentials []string                  `toml:"credentials"`
		Storage     string                    `toml:"storage"`
		Settings    map[string]map[string]any `toml:"settings"`
	} `toml:"plugins"`
}

// Load reads the file. A file that is not there gives the defaults; one that cannot be read is an [mperr.ConfigError]
// with path and line, which never quotes the file, as a secret may stand in it.
func Load(path string) (Settings, error) {
	settings := Settings{Path: path, Credentials: slices.Clone(defaultCredentials), Storage: defaultStorage}
	text, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return settings, nil
	}
	if err != nil {
		return settings, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // editors on Windows begin a file with it
	parsed := file{}
	parsed.Plugins.Credentials = slices.Clone(defaultCredentials)
	if err := toml.Unmarshal(text, &parsed); err != nil {
		return settings, syntaxError(path, err)
	}
	settings.Credentials = parsed.Plugins.Credentials
	if parsed.Plugins.Storage != "" {
		settings.Storage = parsed.Plugins.Storage
	}
	if settings.Unknown, err = unknownKeys(text); err != nil {
		return settings, syntaxError(path, err)
	}
	settings.Plugins, err = asText(path, parsed.Plugins.Settings)
	return settings, err
}

// syntaxError keeps place and key and leaves out the text. (BurntSushi/toml has no position for a wrong type; this one has.)
func syntaxError(path string, err error) error {
	out := &mperr.ConfigError{Message: "is not valid TOML", Path: path, Fix: "mend the line, or move the file away"}
	if decode, ok := errors.AsType[*toml.DecodeError](err); ok {
		out.Line, _ = decode.Position()
		out.Key = strings.Join(decode.Key(), ".")
	}
	if out.Key != "" {
		out.Message = out.Key + " has the wrong type"
		out.Fix = `[plugins] has credentials = ["env", "file"] and storage = "duckdb"`
	}
	return out
}

// asText gives plugins their settings as text, which is what crosses the border. A list or table has no such form.
func asText(path string, tables map[string]map[string]any) (map[string]map[string]string, error) {
	out := make(map[string]map[string]string, len(tables))
	for plugin, table := range tables {
		out[plugin] = make(map[string]string, len(table))
		for key, value := range table {
			switch value.(type) {
			case string, bool, int64, float64:
				out[plugin][key] = fmt.Sprint(value)
			default:
				return nil, &mperr.ConfigError{
					Message: SettingKey(plugin, key) + " must be text, a number, true or false", Path: path,
					Key: SettingKey(plugin, key), Fix: "put a single value there",
				}
			}
		}
	}
	return out, nil
}

// SettingKey is the dotted name of a plugin's setting.
func SettingKey(plugin, name string) string { return "plugins.settings." + plugin + "." + name }
